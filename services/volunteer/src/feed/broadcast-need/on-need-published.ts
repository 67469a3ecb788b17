import { create } from '@bufbuild/protobuf';
import { Dispatch, NeedBroadcastSchema, NeedPublishedSchema, toTimestamp, type NeedPublished } from '@huying/contracts';
import type { Tx } from '@huying/database';
import { Consumer, On, type Delivery } from '@huying/events';
import { Clock } from '@huying/http';
import type { Temporal } from 'temporal-polyfill';
import { learn } from '../../needs/known-needs.js';
import { append, appendForMany } from '../feed-entries.js';

/** Announces a published need to its groups, or to the whole community: on record, in the feed, and as an event. */
@Consumer()
export class OnNeedPublished {
  constructor(private readonly clock: Clock) {}

  @On(NeedPublishedSchema)
  async published({ event, tx }: Delivery<NeedPublished>): Promise<void> {
    const groupIds = await learn(tx, event);
    if (!groupIds) return; // a later publication is known already
    const { needId, communityId, publication } = event;
    const at = this.clock.now();
    const recipients = await countRecipients(tx, communityId, groupIds);
    await tx.query(
      `INSERT INTO broadcasts (need_id, publication, community_id, group_ids, recipients, broadcast_at)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [needId, publication, communityId, groupIds, recipients, at.toString()],
    );
    const details = event.dispatch === Dispatch.ALERT ? { urgent: true } : {};
    await append(tx, { communityId, type: 'need-published', needId, groupIds, details, at });
    if (event.dispatch === Dispatch.WAVES) await tellTheSkilled(tx, event, groupIds, at);
    tx.emit(
      create(NeedBroadcastSchema, {
        needId,
        communityId,
        groupIds: [...groupIds],
        recipients,
        broadcastAt: toTimestamp(at),
      }),
    );
  }
}

/** In the first wave are those who have every preferred skill; who is in no group of the need would not hear of it. */
async function tellTheSkilled(
  tx: Tx,
  { needId, communityId, requirements }: NeedPublished,
  groupIds: readonly string[],
  at: Temporal.Instant,
): Promise<void> {
  const skills = requirements?.preferredSkills ?? [];
  if (skills.length === 0 || groupIds.length === 0) return;
  const skilled = await tx.query<{ id: string }>(
    `SELECT id FROM volunteers volunteer WHERE community_id = $1 AND state = 'active' AND skills @> $2::text[]
       AND NOT EXISTS (SELECT FROM group_members member WHERE member.group_id = ANY($3::uuid[])
         AND member.community_id = volunteer.community_id AND member.volunteer_id = volunteer.id)`,
    [communityId, skills, groupIds],
  );
  const to = skilled.map(({ id }) => ({ volunteerId: id, details: { wave: 'skilled' as const } }));
  await appendForMany(tx, { communityId, needId, type: 'need-published', at, to });
}

/** Active volunteers, each once, however many of the groups they are in. */
async function countRecipients(tx: Tx, communityId: string, groupIds: readonly string[]): Promise<number> {
  const [row] = await tx.query<{ recipients: number }>(
    groupIds.length === 0
      ? `SELECT count(*)::int AS recipients FROM volunteers WHERE community_id = $1 AND state = 'active'`
      : `SELECT count(DISTINCT volunteer.id)::int AS recipients FROM volunteers volunteer
         JOIN group_members member ON member.community_id = volunteer.community_id AND member.volunteer_id = volunteer.id
         WHERE volunteer.community_id = $1 AND volunteer.state = 'active' AND member.group_id = ANY($2::uuid[])`,
    groupIds.length === 0 ? [communityId] : [communityId, groupIds],
  );
  return row?.recipients ?? 0;
}
