import type { Onlooker } from './onlooker.js';
import type { ClaimRow, Stores } from './stores.js';

/** One thing that must agree, and whether it does. */
export interface Check {
  readonly what: string;
  readonly ok: boolean;
  readonly detail: string;
}

export interface DbClaim extends ClaimRow {
  /** `h`eld or `w`aiting. */
  readonly told: 'h' | 'w';
  readonly told_number: number;
  /** Who goes together, the first first; null: alone. */
  readonly party: readonly string[] | null;
}

const PLACES = 'huying.claim.v1.';

export const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());

export const repeatsIn = (values: readonly (string | number | null)[]): number => values.length - new Set(values).size;

const numbers = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index + 1));

/** All claims to the places of a need, a class or an appeal, in the order in which they were made. */
export const claimsOf = (stores: Stores, id: string): Promise<DbClaim[]> =>
  stores.rows<DbClaim>(
    'claim',
    'SELECT id, volunteer_id, state, place, told, told_number, party FROM claims WHERE need_id = $1 ORDER BY told_sequence',
    [id],
  );

export const inState = (claims: readonly DbClaim[], wanted: ClaimRow['state']): DbClaim[] =>
  claims.filter(({ state }) => state === wanted);

/** Places that two hold, and claimants who hold two. */
export const heldTwice = (held: readonly DbClaim[]): number =>
  repeatsIn(held.map(({ place }) => place)) + repeatsIn(held.map(({ volunteer_id: claimant }) => claimant));

export function eachPlaceOnce(what: string, held: readonly DbClaim[], places: number): Check {
  const taken = held.map(({ place }) => String(place));
  const ok = heldTwice(held) === 0 && sameSet(taken, numbers(places));
  return { what, ok, detail: `${held.length} of ${places} places held` };
}

/** Redis holds the same claims, and the same line in the same order. */
export async function redisAgrees(
  what: string,
  stores: Stores,
  id: string,
  claims: readonly DbClaim[],
): Promise<Check> {
  const [held, waiting] = [inState(claims, 'held'), inState(claims, 'waiting')];
  const redis = await stores.redisView(id);
  const live = redis.claims.filter(({ state }) => state !== 'ended');
  const ofRedis = live.map(({ volunteerId, claimId, state, place }) => `${volunteerId} ${claimId} ${state} ${place}`);
  const ofDatabase = [...held, ...waiting].map(
    ({ volunteer_id: claimant, id: claim, state, place }) => `${claimant} ${claim} ${state} ${place ?? 0}`,
  );
  // Who goes together stands in line as one: the first of them.
  const line = waiting
    .filter(({ party, volunteer_id: claimant }) => party === null || party[0] === claimant)
    .map(({ volunteer_id: claimant }) => claimant);
  const ok =
    sameSet(ofRedis, ofDatabase) && redis.held === held.length && JSON.stringify(redis.line) === JSON.stringify(line);
  return { what, ok, detail: `${redis.held} held, ${redis.line.length} in line` };
}

/** Whoever reads the events alone knows who holds a place. */
export function eventsAgree(what: string, onlooker: Onlooker, id: string, held: readonly DbClaim[]): Check {
  const ids = (type: string) => onlooker.about(id, `${PLACES}${type}`).map(({ claimId }) => String(claimId));
  const released = new Set(ids('PlaceReleased'));
  const byEvents = ids('PlaceHeld').filter((claim) => !released.has(claim));
  const claims = held.map(({ id: claim }) => claim);
  return { what, ok: sameSet(byEvents, claims), detail: `${byEvents.length} by events` };
}
