import {
  NeedCancelledSchema,
  NeedFilledSchema,
  NeedMovedSchema,
  NeedUnfilledSchema,
  toInstant,
  type NeedCancelled,
  type NeedFilled,
  type NeedMoved,
  type NeedUnfilled,
} from '@huying/contracts';
import { Consumer, On, type Delivery } from '@huying/events';
import { shown } from '@huying/http';
import { learnMove } from '../../needs/known-needs.js';
import { tellAudience, tellClaimants } from '../tellings.js';

/** Tells those to whom a need was published what becomes of it, and those who claimed it that it concerns them. */
@Consumer()
export class OnNeeds {
  @On(NeedFilledSchema)
  filled({ event, tx }: Delivery<NeedFilled>): Promise<void> {
    return tellAudience(tx, event.needId, { type: 'need-filled', at: toInstant(event.filledAt) });
  }

  @On(NeedUnfilledSchema)
  unfilled({ event, tx }: Delivery<NeedUnfilled>): Promise<void> {
    return tellAudience(tx, event.needId, { type: 'need-unfilled', at: toInstant(event.unfilledAt) });
  }

  @On(NeedCancelledSchema)
  async cancelled({ event, tx }: Delivery<NeedCancelled>): Promise<void> {
    const news = { type: 'need-cancelled', at: toInstant(event.cancelledAt) } as const;
    await tellAudience(tx, event.needId, news);
    await tellClaimants(tx, event, news);
  }

  @On(NeedMovedSchema)
  async moved({ event, tx }: Delivery<NeedMoved>): Promise<void> {
    if (!(await learnMove(tx, event))) return; // an earlier publication, or a later move is known already
    const news = { type: 'need-moved', at: toInstant(event.movedAt) } as const;
    await tellAudience(tx, event.needId, news);
    const until = event.answerBy && { until: shown(toInstant(event.answerBy)) };
    await tellClaimants(tx, event, { ...news, details: until ?? {} });
  }
}
