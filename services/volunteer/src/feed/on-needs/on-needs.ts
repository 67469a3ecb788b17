import {
  NeedCancelledSchema,
  NeedFilledSchema,
  NeedUnfilledSchema,
  toInstant,
  type NeedCancelled,
  type NeedFilled,
  type NeedUnfilled,
} from '@huying/contracts';
import type { Tx } from '@huying/database';
import { Consumer, On, type Delivery } from '@huying/events';
import type { Temporal } from 'temporal-polyfill';
import { KnownNeed } from '../../needs/known-need.entity.js';
import { append } from '../feed-entries.js';
import type { FeedEntryType } from '../feed-entry.entity.js';

/** Tells those to whom a need was published what becomes of it. */
@Consumer()
export class OnNeeds {
  @On(NeedFilledSchema)
  filled({ event, tx }: Delivery<NeedFilled>): Promise<void> {
    return this.tell(tx, 'need-filled', event.needId, toInstant(event.filledAt));
  }

  @On(NeedUnfilledSchema)
  unfilled({ event, tx }: Delivery<NeedUnfilled>): Promise<void> {
    return this.tell(tx, 'need-unfilled', event.needId, toInstant(event.unfilledAt));
  }

  @On(NeedCancelledSchema)
  cancelled({ event, tx }: Delivery<NeedCancelled>): Promise<void> {
    return this.tell(tx, 'need-cancelled', event.needId, toInstant(event.cancelledAt));
  }

  /** A need that was never published is news to nobody. */
  private async tell(tx: Tx, type: FeedEntryType, needId: string, at: Temporal.Instant): Promise<void> {
    const need = await tx.manager.findOneBy(KnownNeed, { needId });
    if (need) await append(tx, { communityId: need.communityId, type, needId, groupIds: need.groupIds, at });
  }
}
