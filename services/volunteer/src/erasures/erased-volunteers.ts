import type { Tx } from '@huying/database';
import { Temporal } from 'temporal-polyfill';
import type { Volunteer } from '../volunteers/volunteer.entity.js';
import { erasureProblems } from './erasures.problems.js';

/** What is left of a volunteer who was erased. The reason why they were suspended is not. */
type Left = Pick<Volunteer, 'version' | 'state' | 'suspensionReason' | 'trainings' | 'missedServices' | 'blockedAt'>;

interface Row {
  id: string;
  version: number;
  suspended: boolean;
  missed_services: number;
  blocked_at: Date | null;
  erasure_id: string;
  complete: boolean;
}

/** Stands for the reason of a suspension: it is known that there was one. */
const REASON_ERASED = 'erased';

/** The erasure of that account, if it was erased and has not come back. */
export async function erasureOf(manager: Tx['manager'], communityId: string, id: string): Promise<string | undefined> {
  const [row] = await manager.query<{ erasure_id: string }[]>(
    `SELECT erasure_id FROM erased_volunteers WHERE community_id = $1 AND id = $2`,
    [communityId, id],
  );
  return row?.erasure_id;
}

/** Enters that somebody was erased: their version, and what erasure is no way round. */
export async function enterErased(tx: Tx, volunteer: Volunteer, erasureId: string): Promise<void> {
  const { communityId, id, version, suspensionReason, missedServices, blockedAt } = volunteer;
  await tx.query(
    `INSERT INTO erased_volunteers (community_id, id, version, suspended, missed_services, blocked_at, erasure_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [communityId, id, version, suspensionReason !== null, missedServices, blockedAt?.toString() ?? null, erasureId],
  );
}

/**
 * Who of these accounts was erased, as if they had left: they come back under a higher version, and as suspended or blocked as they went.
 * Null while other services have not answered yet: see `ensureErased`.
 */
export async function comeBack(tx: Tx, communityId: string, ids: readonly string[]): Promise<Map<string, Left | null>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.query<Row>(
    `SELECT v.*, e.completed_at IS NOT NULL AS complete
     FROM erased_volunteers v JOIN person_erasures e ON e.id = v.erasure_id
     WHERE v.community_id = $1 AND v.id = ANY ($2) FOR UPDATE OF v`,
    [communityId, ids],
  );
  return new Map(rows.map((row) => [row.id, row.complete ? leftOf(row) : null]));
}

const leftOf = ({ version, suspended, missed_services: missedServices, blocked_at: at }: Row): Left => ({
  ...{ version, missedServices, state: 'left', trainings: [] },
  suspensionReason: suspended ? REASON_ERASED : null,
  blockedAt: at && Temporal.Instant.fromEpochMilliseconds(at.getTime()),
});

/** Whoever has come back is erased no more. */
export async function forgetErased(tx: Tx, communityId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.query(`DELETE FROM erased_volunteers WHERE community_id = $1 AND id = ANY ($2)`, [communityId, ids]);
}

/** @throws erasure-under-way */
export function ensureErased<Known>(left: Known | null | undefined): Known | undefined {
  if (left === null) throw erasureProblems.underWay();
  return left;
}
