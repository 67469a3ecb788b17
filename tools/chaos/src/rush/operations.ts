import { Dispatch } from '@huying/contracts';
import { v7 as uuidv7 } from 'uuid';
import type { Chance } from '../chance.js';
import * as asks from './asks.js';
import type { Ask } from './asks.js';
import type { KnownClaim, PoolWorld } from './world.js';

/** Something that people do. Adding one is adding it to the list below. */
interface Operation {
  readonly name: string;
  /** How often, beside the others. */
  readonly weight: number;
  /** Undefined if there is nothing to do it with. */
  readonly ask: (world: PoolWorld, chance: Chance) => Ask | undefined;
}

const isSeat = ({ told }: KnownClaim): boolean => told === 'seat';
const isPersons = (claim: KnownClaim): boolean => !isSeat(claim);
const mayBeOffered = ({ told, need }: KnownClaim): boolean => told === 'offered' || (told === 'waiting' && need.offers);

/** All that people do in a rush. */
export const operations: readonly Operation[] = [
  {
    name: 'claim',
    weight: 900,
    ask: (world, chance) => {
      const [need, volunteer] = [world.aNeed(chance), chance.oneOf(world.volunteers)];
      if (!need || !volunteer) return undefined;
      return asks.claimAsk(world, chance, need.id, volunteer, uuidv7(), need.isRisky && chance.happens(0.8));
    },
  },
  {
    name: 'repeat',
    weight: 60,
    ask: (world, chance) => {
      const was = chance.oneOf(world.answered);
      if (!was) return undefined;
      const { need, volunteer, key, risk, outcome } = was;
      const same = asks.claimAsk(world, chance, need.id, volunteer, key, risk);
      return { ...same, kind: 'repeat', learn: undefined, before: outcome };
    },
  },
  {
    name: 'give-back',
    weight: 170,
    ask: (world, chance) => {
      const claim = world.aClaim(chance, isPersons);
      return claim && asks.giveBackAsk(world, claim.need.id, claim.volunteer, claim.id);
    },
  },
  {
    name: 'release',
    weight: 15,
    ask: (world, chance) => {
      const claim = world.aClaim(chance);
      return claim && asks.endAsk(world, claim, 'release');
    },
  },
  {
    name: 'offer',
    weight: 15,
    ask: (world, chance) => {
      const [need, volunteer] = [world.aNeed(chance), chance.oneOf(world.volunteers)];
      return need && volunteer ? asks.offerAsk(world, need, volunteer, { kind: 'offer' }) : undefined;
    },
  },
  {
    name: 'acceptance',
    weight: 35,
    ask: (world, chance) => {
      const claim = world.aClaim(chance, mayBeOffered);
      if (!claim) return undefined;
      const { id, need, volunteer } = claim;
      const wish = { do: 'answer', need: need.id, volunteer, claim: id, risk: need.isRisky } as const;
      return asks.aboutClaim(world, claim, volunteer, 'acceptance', wish, { riskAccepted: need.isRisky });
    },
  },
  {
    name: 'refusal',
    weight: 10,
    ask: (world, chance) => {
      const claim = world.aClaim(chance, mayBeOffered);
      return claim && asks.endAsk(world, claim, 'refusal');
    },
  },
  {
    name: 'hand-over',
    weight: 15,
    ask: (world, chance) => {
      const claim = world.aClaim(chance, ({ told }) => told === 'held');
      const to = chance.oneOf(world.volunteers);
      return claim && to ? asks.offerAsk(world, claim.need, to, { kind: 'hand-over', claim }) : undefined;
    },
  },
  {
    name: 'approval',
    weight: 20,
    ask: (world, chance) => {
      const claim = world.aClaim(chance, ({ told, need }) => told === 'applied' && need.dispatch === Dispatch.APPROVAL);
      if (!claim) return undefined;
      const { id, need, volunteer } = claim;
      return asks.aboutClaim(world, claim, 'staff', 'approval', { do: 'choose', need: need.id, volunteer, claim: id });
    },
  },
  {
    name: 'rejection',
    weight: 5,
    ask: (world, chance) => {
      const claim = world.aClaim(chance, ({ told }) => told === 'applied');
      return claim && asks.endAsk(world, claim, 'rejection');
    },
  },
  {
    name: 'priority',
    weight: 10,
    ask: (world, chance) => {
      const claim = world.aClaim(chance, ({ told }) => told === 'waiting');
      if (!claim) return undefined;
      const { id, need, volunteer } = claim;
      const priority = chance.whole(0, 3);
      const wish = { do: 'priority', need: need.id, volunteer, claim: id, priority } as const;
      return asks.aboutClaim(world, claim, 'staff', 'priority', wish, { priority, reason: 'Lives next door' });
    },
  },
  {
    name: 'places',
    weight: 15,
    ask: (world, chance) => {
      const need = world.aNeed(chance);
      if (!need) return undefined;
      const leaving = chance.happens(0.3) ? world.aClaim(chance, (claim) => claim.need === need) : undefined;
      return asks.placesAsk(world, need, chance.whole(1, need.places + 2), leaving ? [leaving] : []);
    },
  },
  {
    name: 'party',
    weight: 12,
    ask: (world, chance) => {
      const need = world.aNeed(chance);
      const people = chance.shuffled(world.volunteers).slice(0, chance.whole(2, 3));
      return need && asks.partyAsk(world, need, people);
    },
  },
  {
    name: 'team',
    weight: 8,
    ask: (world, chance) => {
      const need = world.aNeed(chance);
      return need && asks.teamAsk(world, need, chance.whole(1, 3));
    },
  },
  {
    name: 'naming',
    weight: 10,
    ask: (world, chance) => {
      const claim = world.aClaim(chance, isSeat);
      const to = chance.oneOf(world.volunteers);
      return claim && to ? asks.offerAsk(world, claim.need, to, { kind: 'naming', claim }) : undefined;
    },
  },
  {
    name: 'stand-down',
    weight: 1,
    ask: (world, chance) => {
      const alert = chance.oneOf([...world.needs.values()].filter(({ dispatch }) => dispatch === Dispatch.ALERT));
      return alert && asks.standDownAsk(world, alert);
    },
  },
];

const total = operations.reduce((sum, { weight }) => sum + weight, 0);

/** What somebody does next: what was begun comes first. */
export function nextAsk(world: PoolWorld, chance: Chance): Ask | undefined {
  const begun = world.todo.shift();
  if (begun) return begun;
  let left = chance.next() * total;
  for (const { weight, ask } of operations) if ((left -= weight) < 0) return ask(world, chance);
  return undefined;
}
