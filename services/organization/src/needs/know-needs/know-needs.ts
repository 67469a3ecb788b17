import {
  NeedCancelledSchema,
  NeedClosedSchema,
  NeedCompletedSchema,
  NeedExpiredSchema,
  NeedMovedSchema,
  NeedPublishedSchema,
  toInstant,
  type NeedCancelled,
  type NeedClosed,
  type NeedCompleted,
  type NeedExpired,
  type NeedMoved,
  type NeedPublished,
} from '@huying/contracts';
import type { Tx } from '@huying/database';
import { Consumer, On, type Delivery } from '@huying/events';

/** Keeps the needs that are published, as far as partners' offers are matched with them. Of a need, events come in order. */
@Consumer()
export class KnowNeeds {
  @On(NeedPublishedSchema)
  async published({ event, tx }: Delivery<NeedPublished>): Promise<void> {
    await tx.query(
      `INSERT INTO known_needs (need_id, community_id, title, catalogue_item_code, skills, starts_at, ends_at, open)
       VALUES ($1, $2, $3, $4, $5, $6, $7, true)
       ON CONFLICT (need_id) DO UPDATE SET title = excluded.title, starts_at = excluded.starts_at,
         ends_at = excluded.ends_at, skills = excluded.skills, open = true`,
      [
        event.needId,
        event.communityId,
        event.title,
        event.catalogueItemCode,
        event.requirements?.skills ?? [],
        toInstant(event.startsAt).toString(),
        toInstant(event.endsAt).toString(),
      ],
    );
  }

  @On(NeedMovedSchema)
  async moved({ event, tx }: Delivery<NeedMoved>): Promise<void> {
    await tx.query(`UPDATE known_needs SET starts_at = $2, ends_at = $3 WHERE need_id = $1`, [
      event.needId,
      toInstant(event.startsAt).toString(),
      toInstant(event.endsAt).toString(),
    ]);
  }

  @On(NeedCompletedSchema)
  completed({ event, tx }: Delivery<NeedCompleted>): Promise<void> {
    return over(tx, event.needId);
  }

  @On(NeedClosedSchema)
  closed({ event, tx }: Delivery<NeedClosed>): Promise<void> {
    return over(tx, event.needId);
  }

  @On(NeedCancelledSchema)
  cancelled({ event, tx }: Delivery<NeedCancelled>): Promise<void> {
    return over(tx, event.needId);
  }

  @On(NeedExpiredSchema)
  expired({ event, tx }: Delivery<NeedExpired>): Promise<void> {
    return over(tx, event.needId);
  }
}

async function over(tx: Tx, needId: string): Promise<void> {
  await tx.query(`UPDATE known_needs SET open = false WHERE need_id = $1`, [needId]);
}
