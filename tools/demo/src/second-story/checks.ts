import {
  claimsOf,
  eachPlaceOnce,
  eventsAgree,
  heldTwice,
  inState,
  redisAgrees,
  sameSet,
  type Check,
  type DbClaim,
} from '../place-checks.js';
import type { Stage } from '../story.js';
import { until } from '../wait.js';

/** What the claim database holds of a class or an appeal, in figures. */
export interface Places {
  readonly held: number;
  readonly waiting: number;
  readonly oversold: number;
  readonly heldTwice: number;
}

const placesOf = (claims: readonly DbClaim[], places: number): Places => {
  const held = inState(claims, 'held');
  return {
    held: held.length,
    waiting: inState(claims, 'waiting').length,
    oversold: Math.max(0, held.length - places),
    heldTwice: heldTwice(held),
  };
};

/** What the organization service keeps of what follows claims, read past its code. */
interface Follower {
  readonly claim_id: string;
  readonly state: string;
}

/** What is compared of a class or an appeal. */
export interface PlacesEvidence {
  /** In the words of the table: a class, the chairs. */
  readonly name: string;
  readonly id: string;
  readonly places: number;
  /** Ids of the claims that people were told of. */
  readonly told: readonly string[];
  /** Enrolments or pledges, and in which of their states a place is held. */
  readonly followers: string;
  readonly holding: readonly string[];
}

/** Compares what was told, Redis, the claim database, Kafka and the organization service; each is read past the code of its service. */
export async function checkPlaces(
  { stores, onlooker }: Stage,
  { name, id, places, told, followers, holding }: PlacesEvidence,
): Promise<{ checks: Check[]; figures: Places }> {
  const follow = () => stores.rows<Follower>('organization', followers, [id]);
  const idsIn = (rows: readonly Follower[], states: readonly string[]) =>
    rows.filter(({ state }) => states.includes(state)).map(({ claim_id: claim }) => claim);
  const agree = async (): Promise<Check> => {
    const [claims, rows] = [await claimsOf(stores, id), await follow()];
    const ids = (state: 'held' | 'waiting') => inState(claims, state).map(({ id: claim }) => claim);
    const ok = sameSet(idsIn(rows, holding), ids('held')) && sameSet(idsIn(rows, ['waiting']), ids('waiting'));
    const detail = `${idsIn(rows, holding).length} in, ${idsIn(rows, ['waiting']).length} in line`;
    return { what: `${name}: the organization service knows the same`, ok, detail };
  };
  // It learns by events: a moment later. What differs after that is said by the check.
  await until('the organization service has followed', async () => (await agree()).ok).catch(() => undefined);
  const claims = await claimsOf(stores, id);
  const held = inState(claims, 'held');
  await until(
    'the onlooker has read as far',
    () => Promise.resolve(eventsAgree('', onlooker, id, held).ok),
    20_000,
  ).catch(() => undefined);
  const checks = [
    eachPlaceOnce(`${name}: each place has one`, held, places),
    {
      what: `${name}: all that people were told is on record`,
      ok: sameSet(
        told,
        claims.map(({ id: claim }) => claim),
      ),
      detail: `${told.length} told, ${claims.length} on record`,
    },
    await redisAgrees(`${name}: Redis holds the same claims and line`, stores, id, claims),
    eventsAgree(`${name}: by the events on Kafka`, onlooker, id, held),
    await agree(),
  ];
  return { checks, figures: placesOf(claims, places) };
}
