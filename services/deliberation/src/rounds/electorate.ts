import type { Tx } from '@huying/database';
import type { Method, Option, OptionWish, Scope } from './round.entity.js';

/** A voter as they are when the round opens. */
export interface Elector {
  readonly householdIds: readonly string[];
  /** Hundredths of a square metre, a decimal number; 0 where area does not count. */
  readonly area: string;
  readonly homesWithoutArea: number;
}

/** And the options that affect them most. */
export interface AffectedElector extends Elector {
  readonly affectedBy: readonly string[];
}

/**
 * Who may vote in a scope now. Where owners decide, those who own several homes are one voter with the area of all of them, and the
 * co-owners of a home are one (最高人民法院 建筑物区分所有权解释 art. 9); a home whose owner nobody entered is a voter by itself.
 * Otherwise each household is one.
 */
export function electorateOf(tx: Tx, communityId: string, scope: Scope, byOwners: boolean): Promise<Elector[]> {
  return tx.query<Elector>(
    `SELECT array_agg(id ORDER BY id) AS "householdIds", CASE WHEN $5 THEN sum(area) ELSE 0 END::text AS area,
       count(*) FILTER (WHERE area = 0)::int AS "homesWithoutArea"
     FROM households
     WHERE community_id = $1 AND ($2::text IS NULL OR estate = $2) AND ($3::text IS NULL OR building = $3)
       AND ($4::text IS NULL OR stairwell = $4) AND (tenure = 'owner' OR ($6 AND NOT $5))
     GROUP BY CASE WHEN $5 AND owner_keys <> '{}' THEN array_to_string(owner_keys, ' ') ELSE id::text END`,
    [communityId, scope.estate ?? null, scope.building ?? null, scope.stairwell ?? null, byOwners, scope.tenants],
  );
}

/** Of which electors a home lies where an option affects people most, and how many those are; nobody where the answer is yes or no. */
export async function affectedOf<Named extends OptionWish & { readonly id: string }>(
  tx: Tx,
  communityId: string,
  electors: readonly Elector[],
  { method, options }: { method: Method; options: readonly Named[] },
): Promise<{ electors: AffectedElector[]; options: (Named & Pick<Option, 'affectedVoters'>)[] }> {
  const homes = new Map<string, ReadonlySet<string>>();
  for (const { id, affects } of options) {
    if (!affects || method === 'yes-no') continue;
    const there = await electorateOf(tx, communityId, { ...affects, tenants: true }, false);
    homes.set(id, new Set(there.flatMap(({ householdIds }) => householdIds)));
  }
  const affected = electors.map((one) => ({
    ...one,
    affectedBy: [...homes].flatMap(([id, there]) => (one.householdIds.some((home) => there.has(home)) ? [id] : [])),
  }));
  const votersOf = (id: string) => affected.filter(({ affectedBy }) => affectedBy.includes(id)).length;
  return {
    electors: affected,
    options: options.map((one) => ({ ...one, ...(homes.has(one.id) && { affectedVoters: votersOf(one.id) }) })),
  };
}

/** Fixes who may vote. Ids of voters are random: nothing of a voter is in them. */
export async function fixElectorate(tx: Tx, roundId: string, electors: readonly AffectedElector[]): Promise<void> {
  await tx.query(
    `WITH electors AS MATERIALIZED (
       SELECT gen_random_uuid() AS id, * FROM jsonb_to_recordset($2) AS e (area bigint, households uuid[], affected text[])
     ), fixed AS (
       INSERT INTO voters (id, round_id, area, affected_by) SELECT id, $1, area, affected FROM electors
     )
     INSERT INTO voter_households (round_id, household_id, voter_id)
     SELECT $1, unnest(households), id FROM electors`,
    [
      roundId,
      JSON.stringify(
        electors.map(({ area, householdIds, affectedBy }) => ({
          area,
          households: householdIds,
          affected: affectedBy,
        })),
      ),
    ],
  );
}
