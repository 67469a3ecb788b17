import {
  AppealClosedSchema,
  AppealOpenedSchema,
  toInstant,
  type AppealClosed,
  type AppealOpened,
} from '@huying/contracts';
import { Consumer, On, type Delivery } from '@huying/events';
import { Temporal } from 'temporal-polyfill';
import { endPlaces, openPlaces } from './open-places.js';

/** An appeal has no beginning after which it is too late: it ends when it is closed. */
const WHEN_CLOSED = Temporal.Instant.from('9999-01-01T00:00:00Z');

/** Learns of appeals: each thing wanted is a place that a resident can pledge. Who has pledged keeps it when it closes. */
@Consumer()
export class OnAppeals {
  @On(AppealOpenedSchema)
  opened({ event, tx }: Delivery<AppealOpened>): Promise<void> {
    const { appealId: id, communityId, wanted: places } = event;
    const times = { opensAt: toInstant(event.opensAt), startsAt: WHEN_CLOSED };
    return openPlaces(tx, { id, communityId, places, ...times, terms: { of: 'appeal' } });
  }

  @On(AppealClosedSchema)
  closed({ event, tx }: Delivery<AppealClosed>): Promise<void> {
    return endPlaces(tx, event.appealId, 'closed');
  }
}
