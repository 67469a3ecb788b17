import {
  NeedCancelledSchema,
  NeedClosedSchema,
  NeedCompletedSchema,
  NeedExpiredSchema,
  NeedPublishedSchema,
  NeedReopenedSchema,
  toInstant,
  type NeedCancelled,
  type NeedClosed,
  type NeedCompleted,
  type NeedExpired,
  type NeedPublished,
  type NeedReopened,
} from '@huying/contracts';
import type { Tx } from '@huying/database';
import { Consumer, On, type Delivery } from '@huying/events';
import { KnownNeed, type KnownNeedState } from './known-need.entity.js';
import { noteChange } from './pool-change.js';

/** Learns of needs: a published one opens its places, one that is over closes them, one called off ends its claims. */
@Consumer()
export class OnNeeds {
  @On(NeedPublishedSchema)
  async published({ event, tx }: Delivery<NeedPublished>): Promise<void> {
    const known = await tx.lockIfPresent(KnownNeed, { id: event.needId });
    if (known && known.publication >= event.publication) return;
    const need = known ?? tx.create(KnownNeed, { id: event.needId, held: 0, waiting: 0 });
    Object.assign(need, {
      pool: event.communityId,
      publication: event.publication,
      state: 'open',
      places: event.places,
      opensAt: toInstant(event.opensAt),
      closesAt: toInstant(event.closesAt),
      startsAt: toInstant(event.startsAt),
      endsAt: toInstant(event.endsAt),
      releaseUntil: toInstant(event.releaseUntil),
      skills: event.requirements?.skills ?? [],
      minimumAge: event.requirements?.minimumAge ?? 0,
      groupIds: event.groupIds,
      waitingList: event.waitingList,
    });
    await tx.save(need);
    await noteChange(tx, need.pool, 'need', [need.id]);
  }

  @On(NeedCompletedSchema)
  completed({ event, tx }: Delivery<NeedCompleted>): Promise<void> {
    return this.over(tx, event.needId, 'closed');
  }

  @On(NeedClosedSchema)
  closed({ event, tx }: Delivery<NeedClosed>): Promise<void> {
    return this.over(tx, event.needId, 'closed');
  }

  @On(NeedCancelledSchema)
  cancelled({ event, tx }: Delivery<NeedCancelled>): Promise<void> {
    return this.over(tx, event.needId, 'ended');
  }

  @On(NeedExpiredSchema)
  expired({ event, tx }: Delivery<NeedExpired>): Promise<void> {
    return this.over(tx, event.needId, 'ended');
  }

  @On(NeedReopenedSchema)
  reopened({ event, tx }: Delivery<NeedReopened>): Promise<void> {
    return this.over(tx, event.needId, 'ended');
  }

  /** A need that was never published has no places. */
  private async over(tx: Tx, needId: string, state: KnownNeedState): Promise<void> {
    const need = await tx.lockIfPresent(KnownNeed, { id: needId });
    if (!need || need.state === state) return;
    need.state = state;
    await tx.save(need);
    await noteChange(tx, need.pool, 'need', [need.id]);
  }
}
