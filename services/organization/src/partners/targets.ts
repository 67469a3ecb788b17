import type { EntityManager } from 'typeorm';
import type { Wanted } from './matching.js';
import type { TargetKind } from './partner.entity.js';
import { offerProblems } from './partners.problems.js';

/** What an offer can be for, and whom it helps. */
export interface Target extends Omit<Wanted, 'amount'> {
  readonly id: string;
  readonly title: string;
  readonly organizationId: string | null;
}

interface TargetRow extends Omit<Target, 'kind'> {
  readonly id: string;
}

// Of each kind: what it is called, what it is about, when it is wanted, whose it is; only what can still use something.
const queries: Record<TargetKind, string> = {
  need: `
    SELECT k.need_id AS id, k.title, left(k.catalogue_item_code, 2) AS category, k.skills, a.organization_id AS "organizationId",
      (k.starts_at AT TIME ZONE $3)::date::text AS "fromOn", (k.ends_at AT TIME ZONE $3)::date::text AS "untilOn"
    FROM known_needs k LEFT JOIN arisen_needs a ON a.need_id = k.need_id
    WHERE k.need_id = $1 AND k.community_id = $2 AND k.open`,
  programme: `
    SELECT id, name AS title, kind AS category, '{}'::text[] AS skills, organization_id AS "organizationId",
      greatest(from_on, (now() AT TIME ZONE $3)::date)::text AS "fromOn", until_on::text AS "untilOn"
    FROM programmes WHERE id = $1 AND community_id = $2 AND state IN ('planned', 'open')`,
  milestone: `
    SELECT m.id, m.title, m.kind AS category, '{}'::text[] AS skills, m.organization_id AS "organizationId",
      least(m.due_on, (now() AT TIME ZONE $3)::date)::text AS "fromOn", m.due_on::text AS "untilOn"
    FROM milestones m JOIN organizations o ON o.id = m.organization_id
    WHERE m.id = $1 AND m.community_id = $2 AND m.reached_at IS NULL AND o.state = 'incubating'`,
};

/** @throws offer-unknown-target */
export async function findTarget(
  manager: EntityManager,
  { kind, id, communityId, zone }: { kind: TargetKind; id: string; communityId: string; zone: string },
): Promise<Target> {
  const [row] = await manager.query<TargetRow[]>(queries[kind], [id, communityId, zone]);
  if (!row) throw offerProblems.unknownTarget({ kind });
  return { ...row, kind };
}
