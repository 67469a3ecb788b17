import { create } from '@bufbuild/protobuf';
import { GroupJoinedSchema, GroupLeftSchema, toTimestamp } from '@huying/contracts';
import type { Tx } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import type { EntityManager } from 'typeorm';

/** A volunteer, as far as groups are concerned. */
export interface Member {
  readonly communityId: string;
  readonly id: string;
}

/** The groups of several volunteers of one community, by volunteer. Those in no group are not in it. */
export async function groupsOf(
  manager: EntityManager,
  communityId: string,
  volunteerIds: readonly string[],
): Promise<Map<string, string[]>> {
  const rows = await manager.query<{ volunteer_id: string; group_ids: string[] }[]>(
    `SELECT volunteer_id, array_agg(group_id::text ORDER BY joined_at, group_id) AS group_ids
     FROM group_members WHERE community_id = $1 AND volunteer_id = ANY($2) GROUP BY volunteer_id`,
    [communityId, volunteerIds],
  );
  return new Map(rows.map(({ volunteer_id, group_ids }) => [volunteer_id, group_ids]));
}

/** The groups of one volunteer. */
export async function groupsOfOne(manager: EntityManager, { communityId, id }: Member): Promise<string[]> {
  return (await groupsOf(manager, communityId, [id])).get(id) ?? [];
}

/** Which of these groups the community has. */
export async function knownGroups(
  manager: EntityManager,
  communityId: string,
  groupIds: readonly string[],
): Promise<Set<string>> {
  if (groupIds.length === 0) return new Set();
  const rows = await manager.query<{ id: string }[]>(
    `SELECT id FROM volunteer_groups WHERE community_id = $1 AND id = ANY($2)`,
    [communityId, groupIds],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Enters volunteers into groups that exist, and tells of those that were not in them yet. */
export async function enterGroups(
  tx: Tx,
  communityId: string,
  entries: readonly { volunteerId: string; groupId: string }[],
  at: Temporal.Instant,
): Promise<void> {
  if (entries.length === 0) return;
  const joined = await tx.query<{ group_id: string; volunteer_id: string }>(
    `INSERT INTO group_members (group_id, volunteer_id, community_id, joined_at)
     SELECT group_id, volunteer_id, $3, $4 FROM unnest($1::uuid[], $2::text[]) AS entry (group_id, volunteer_id)
     ON CONFLICT DO NOTHING RETURNING group_id, volunteer_id`,
    [entries.map(({ groupId }) => groupId), entries.map(({ volunteerId }) => volunteerId), communityId, at.toString()],
  );
  for (const { group_id: groupId, volunteer_id: volunteerId } of joined) {
    tx.emit(create(GroupJoinedSchema, { groupId, communityId, volunteerId, joinedAt: toTimestamp(at) }));
  }
}

/** Takes a volunteer out of these groups, or out of all, and tells of those that they were in. */
export async function exitGroups(
  tx: Tx,
  { communityId, id: volunteerId }: Member,
  groupIds: readonly string[] | 'all',
  at: Temporal.Instant,
): Promise<void> {
  const left = await tx.query<{ group_id: string }>(
    `DELETE FROM group_members WHERE community_id = $1 AND volunteer_id = $2
       AND ($3::uuid[] IS NULL OR group_id = ANY($3)) RETURNING group_id`,
    [communityId, volunteerId, groupIds === 'all' ? null : groupIds],
  );
  for (const { group_id: groupId } of left) {
    tx.emit(create(GroupLeftSchema, { groupId, communityId, volunteerId, leftAt: toTimestamp(at) }));
  }
}
