import type { Tx } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { FeedEntry, type FeedDetails, type FeedEntryType } from './feed-entry.entity.js';

/** The channel on which a commit wakes those who follow the feed. */
export const FEED_CHANNEL = 'huying_feed';

/** An entry to be appended. */
export interface NewFeedEntry {
  readonly communityId: string;
  readonly type: FeedEntryType;
  /** Left out: it is of no need. */
  readonly needId?: string;
  readonly volunteerId?: string;
  readonly groupIds?: readonly string[];
  readonly details?: FeedDetails;
  readonly at: Temporal.Instant;
}

/*
  Ids must be given in the order of the commits: a reader that has passed an id never looks back for a smaller one that is
  committed later. So the lock is taken before the id is drawn and held to the end of the transaction. One lock for all
  communities: with several, two transactions could wait for each other.
*/
const APPEND = `
  WITH locked AS MATERIALIZED (
    SELECT count(pg_advisory_xact_lock(5820412)) AS locks
  ), added AS (
    INSERT INTO feed_entries (community_id, type, need_id, volunteer_id, group_ids, details, created_at)
    SELECT $1, $2, $3::uuid, $4, $5::uuid[], $6::jsonb, $7::timestamptz FROM locked WHERE locks > 0
    RETURNING 1
  )
  SELECT pg_notify('${FEED_CHANNEL}', '') FROM added`;

/** Appends an entry; followers see it as soon as it is committed. */
export async function append(tx: Tx, entry: NewFeedEntry): Promise<void> {
  const { communityId, type, needId, volunteerId = null, groupIds = [], details = {}, at } = entry;
  await tx.query(APPEND, [
    communityId,
    type,
    needId ?? null,
    volunteerId,
    groupIds,
    JSON.stringify(details),
    at.toString(),
  ]);
}

/** An entry for several people, with what it says to each of them. */
export interface EntryForMany extends Omit<NewFeedEntry, 'volunteerId' | 'groupIds' | 'details'> {
  readonly to: readonly { readonly volunteerId: string; readonly details: FeedDetails }[];
}

const APPEND_FOR_MANY = `
  WITH locked AS MATERIALIZED (
    SELECT count(pg_advisory_xact_lock(5820412)) AS locks
  ), added AS (
    INSERT INTO feed_entries (community_id, type, need_id, volunteer_id, group_ids, details, created_at)
    SELECT $1, $2, $3::uuid, told.volunteer_id, '{}', told.details, $4::timestamptz
    FROM locked, unnest($5::text[], $6::jsonb[]) AS told (volunteer_id, details) WHERE locks > 0
    RETURNING 1
  )
  SELECT pg_notify('${FEED_CHANNEL}', '') FROM added LIMIT 1`;

/** Appends an entry for each of these people, however many, in one statement. */
export async function appendForMany(tx: Tx, { communityId, type, needId, at, to }: EntryForMany): Promise<void> {
  if (to.length === 0) return;
  const volunteers = to.map(({ volunteerId }) => volunteerId);
  const details = to.map((one) => JSON.stringify(one.details));
  await tx.query(APPEND_FOR_MANY, [communityId, type, needId ?? null, at.toString(), volunteers, details]);
}

/** Who follows the feed. */
export interface Follower {
  readonly communityId: string;
  readonly personId: string;
}

/** A stretch of the feed: after one id up to another, at most so many. */
export interface Stretch {
  readonly after: number;
  readonly until: number;
  readonly limit: number;
}

/** Narrows a query of entries to those that somebody may see: their own, and those for their groups or for everybody. */
export function onlyFor(
  entries: SelectQueryBuilder<FeedEntry>,
  { communityId, personId }: Follower,
): SelectQueryBuilder<FeedEntry> {
  return entries.andWhere('entry.communityId = :communityId', { communityId }).andWhere(
    `(entry.volunteerId = :personId OR (entry.volunteerId IS NULL AND (entry.groupIds = '{}' OR EXISTS (
          SELECT 1 FROM group_members member WHERE member.group_id = ANY(entry.groupIds)
            AND member.community_id = :communityId AND member.volunteer_id = :personId))))`,
    { personId },
  );
}

/** The id of the last entry that is committed; all smaller ones are committed as well. */
export async function latestId(manager: EntityManager): Promise<number> {
  const [row] = await manager.query<{ id: string | null }[]>('SELECT max(id) AS id FROM feed_entries');
  return Number(row?.id ?? 0);
}

/** Entries of a stretch, in order: all, or what one follower may see. */
export function readStretch(manager: EntityManager, stretch: Stretch, follower?: Follower): Promise<FeedEntry[]> {
  const entries = manager
    .createQueryBuilder(FeedEntry, 'entry')
    .where('entry.id > :after AND entry.id <= :until', { after: stretch.after, until: stretch.until });
  if (follower) onlyFor(entries, follower);
  return entries.orderBy('entry.id').limit(stretch.limit).getMany();
}
