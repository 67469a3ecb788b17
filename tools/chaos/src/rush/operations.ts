import { v7 as uuidv7 } from 'uuid';
import type { Chance } from '../chance.js';
import type { Attempt, Wish } from '../history.types.js';
import type { PoolWorld } from './world.js';

/** A request to be made, and what it asks of the pool in the words of the rules. */
export interface Ask {
  readonly kind: string;
  readonly method: 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly authorization: string;
  readonly key?: string;
  readonly body?: object;
  readonly wish: Wish;
  /** What the answer teaches whoever asked. */
  readonly learn?: (answer: Attempt) => void;
  /** What the same request was answered before. */
  readonly before?: Attempt['outcome'];
}

/** Something that people do. Adding one is adding it to the list below. */
interface Operation {
  readonly name: string;
  /** How often, beside the others. */
  readonly weight: number;
  /** Undefined if there is nothing to do it with. */
  readonly ask: (world: PoolWorld, chance: Chance) => Ask | undefined;
}


/** A claim; also for small histories, which name need, volunteer and key. */
export function claimAsk(world: PoolWorld, chance: Chance, need: string, volunteer: string, key: string, risk: boolean): Ask {
  return {
    kind: 'claim',
    method: 'POST',
    path: `/v1/needs/${need}/claims`,
    authorization: world.authorization(volunteer),
    key,
    body: risk ? { riskAccepted: true } : undefined,
    wish: { do: 'claim', need, volunteer, claim: '', key, risk },
    learn: ({ outcome }) => {
      const known = world.needs.get(need);
      if (!outcome || !known) return;
      world.told({ id: outcome.id, need: known, volunteer, told: outcome.state });
      world.remember({ need: known, volunteer, key, risk, outcome }, chance);
    },
  };
}

/** Giving back, leaving the line, declining: whatever the claim has come to. */
export function giveBackAsk(world: PoolWorld, need: string, volunteer: string, claim: string): Ask {
  return {
    kind: 'give-back',
    method: 'DELETE',
    path: `/v1/claims/${claim}`,
    authorization: world.authorization(volunteer),
    wish: { do: 'release', need, volunteer, claim, reason: 'volunteer', late: false },
    learn: ({ status }) => void (status === 200 && world.claims.delete(claim)),
  };
}


/** All that people do in a rush. */
export const operations: readonly Operation[] = [
  {
    name: 'claim',
    weight: 60,
    ask: (world, chance) => {
      const [need, volunteer] = [world.aNeed(chance), chance.oneOf(world.volunteers)];
      if (!need || !volunteer) return undefined;
      return claimAsk(world, chance, need.id, volunteer, uuidv7(), need.isRisky && chance.happens(0.8));
    },
  },
  {
    name: 'repeat',
    weight: 6,
    ask: (world, chance) => {
      const was = chance.oneOf(world.answered);
      if (!was) return undefined;
      const { need, volunteer, key, risk, outcome } = was;
      return { ...claimAsk(world, chance, need.id, volunteer, key, risk), kind: 'repeat', learn: undefined, before: outcome };
    },
  },
  {
    name: 'give-back',
    weight: 20,
    ask: (world, chance) => {
      const claim = world.aClaim(chance);
      return claim && giveBackAsk(world, claim.need.id, claim.volunteer, claim.id);
    },
  },
];

const total = operations.reduce((sum, { weight }) => sum + weight, 0);

/** What somebody does next. */
export function nextAsk(world: PoolWorld, chance: Chance): Ask | undefined {
  let left = chance.next() * total;
  for (const { weight, ask } of operations) if ((left -= weight) < 0) return ask(world, chance);
  return undefined;
}

