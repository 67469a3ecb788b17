import { expect } from '@jest/globals';
import type { EndReason } from '../../src/rules/entries.js';
import { decide, Refusal } from '../../src/rules/index.js';
import { Dialogue, HOUR, type Wish } from './dialogue.js';
import type { RealPool } from './pool-under-test.js';
import { START } from './steps.js';

/** What random stories come to too seldom, told on purpose. Each is given a pool that nobody has used. */
export const directedStories: Readonly<Record<string, (real: RealPool) => Promise<void>>> = {
  'nine claims of one volunteer are on record, a tenth is too many': claimsTooOften,
  'nobody whom the pool does not know gets a place': isUnknown,
  'a key that one of several has used alone tells what was told, and is not used again': usesAKeyOnce,
  'places are lowered at the cost of those only who keep one, by the claim they keep it by': lowersPlaces,
  'what was accepted, confirmed or chosen stands, whoever ends it by what they saw before': standsThoughLate,
  'a draw ends when everybody in line is drawn, and their order stays': isDrawnWhole,
  'a draw takes ten thousand applicants': hasTooManyApplicants,
  'a line that could move does not when the epoch is over': isOverWithTheLineToMove,
  'a pool that was lost is read as such, and not opened': isLost,
};

type Way = (told: Dialogue, claim: string, key: string) => Wish;

/** Every way to come by a claim of one's own, with who goes it. */
const ways: readonly [number, Way][] = [
  [1, ({ need }, claim, key) => ({ do: 'claim', need, volunteer: 'v-1', claim, key, risk: false })],
  [
    2,
    ({ need }, claim, key) => {
      const offer = { source: 'staff', from: '', till: START + HOUR } as const;
      return { do: 'offer', need, volunteer: 'v-2', claim, key, ...offer };
    },
  ],
  [
    3,
    ({ need }, claim, key) => {
      const members = [{ claimant: 'v-3', claim, key }];
      return { do: 'together', need, team: false, risk: false, members };
    },
  ],
];

async function claimsTooOften(real: RealPool): Promise<void> {
  const told = new Dialogue(real);
  await told.put(1, ways.length);
  await told.open(5);
  for (const [who, way] of ways) {
    const wish = (round: number) => way(told, told.claimOf(100 * who + round), `k-${round}`);
    for (let round = 1; round <= 9; round += 1) {
      expect((await told.ask(wish(round))).reply[0]).toBe(1);
      await told.release(who, 100 * who + round);
    }
    expect((await told.ask(wish(10))).reply[0]).toBe(Refusal.claimedTooOften);
  }
}

async function usesAKeyOnce(real: RealPool): Promise<void> {
  const told = new Dialogue(real);
  const { need } = told;
  await told.put(1, 3);
  await told.open(5);
  await told.claim(2);
  await told.release(2);
  const members = ['v-1', 'v-2', 'v-3'].map((claimant, index) => ({
    ...{ claimant, claim: told.claimOf(20 + index), key: 'k-2' },
  }));
  expect((await told.ask({ do: 'together', need, team: false, risk: false, members })).reply[0]).toBe(11);
  // What is in the log can be committed.
  await real.journal(100);
  const before = await real.lasting();
  expect(await real.rebuilt()).toEqual(before);
}

async function isUnknown(real: RealPool): Promise<void> {
  const told = new Dialogue(real);
  await told.open(5);
  for (const [who, way] of ways) {
    const { reply } = await told.ask(way(told, told.claimOf(who), 'k'));
    expect(reply[0]).toBe(Refusal.volunteerUnknown);
  }
}

async function lowersPlaces(real: RealPool): Promise<void> {
  const told = new Dialogue(real);
  await told.put(1, 4);
  await told.open(2);
  for (const n of [1, 2, 3]) await told.claim(n);
  const lower = async (n: number, claim: number, places = 1) => {
    const leaving = [{ claimant: `v-${n}`, claim: told.claimOf(claim) }];
    return (await told.ask({ do: 'places', need: told.need, places, leaving })).reply[0];
  };
  expect(await lower(4, 4)).toBe(Refusal.notHeld);
  expect(await lower(1, 2)).toBe(Refusal.notHeld);
  expect(await lower(3, 3)).toBe(Refusal.notHeld);
  expect(await lower(1, 1, 0)).toBe(Refusal.placesBelowHeld);
  expect(await lower(1, 1)).toBe(1);
  expect([told.stateOf(1), told.stateOf(2), told.stateOf(3)]).toEqual(['ended', 'held', 'waiting']);
}

async function standsThoughLate(real: RealPool): Promise<void> {
  const told = new Dialogue(real);
  const { need } = told;
  await told.put(1, 2);
  await told.open(3, { dispatch: 'approval' });
  const end = async (n: number, reason: EndReason) => {
    const wish = { do: 'release', need, volunteer: `v-${n}`, claim: told.claimOf(n), reason, late: true } as const;
    return (await told.ask(wish)).reply[0];
  };
  await told.claim(1);
  expect(await end(1, 'declined')).toBe(Refusal.notOffered);
  await told.ask({ do: 'choose', need, volunteer: 'v-1', claim: told.claimOf(1) });
  expect(await end(1, 'rejected')).toBe(Refusal.notApplied);
  const offer = { volunteer: 'v-2', claim: told.claimOf(2), key: 'k', source: 'staff', from: '' } as const;
  await told.ask({ do: 'offer', need, ...offer, till: START + 1 });
  expect(await end(2, 'offer-expired')).toBe(3);
  await told.ask({ do: 'answer', need, volunteer: 'v-2', claim: told.claimOf(2), risk: false });
  expect(await end(2, 'offer-expired')).toBe(3);
  expect(await end(2, 'declined')).toBe(Refusal.notOffered);
  expect([told.stateOf(1), told.stateOf(2)]).toEqual(['held', 'held']);
  await told.ask({ do: 'ask', need, volunteer: 'v-2', claim: told.claimOf(2), till: START - 1 });
  expect(await end(2, 'offer-expired')).toBe(1);
}

async function isDrawnWhole(real: RealPool): Promise<void> {
  const told = new Dialogue(real);
  const { need } = told;
  await told.put(1, 3);
  await told.open(1, { dispatch: 'draw', drawAt: START + HOUR / 2 });
  for (const n of [1, 2, 3]) await told.claim(n);
  const draw = async (...order: string[]) =>
    (await told.ask({ do: 'draw', need, from: 0, last: true, seed: 'beef', order })).reply[0];
  expect(await draw('v-2', 'v-1')).toBe(3);
  expect(await draw('v-3', 'v-2', 'v-1')).toBe(1);
  const sooner = { do: 'priority', need, volunteer: 'v-1', claim: told.claimOf(1), priority: 8 } as const;
  expect((await told.ask(sooner)).reply[0]).toBe(Refusal.drawn);
}

/** All but the first and the last of the applicants are written into model and Redis: to apply one by one takes long. */
async function hasTooManyApplicants(real: RealPool): Promise<void> {
  const told = new Dialogue(real);
  await told.put(1, 3);
  await told.open(5, { dispatch: 'draw', drawAt: START + HOUR / 2 });
  await told.claim(1);
  const { claims, line } = told.model.needs.get(told.need) ?? {};
  const applied = claims?.get('v-1');
  if (!claims || !line || !applied) throw new Error('The first applicant is not on record.');
  const others = Array.from({ length: 9_998 }, (_, index) => `other-${index}`);
  for (const other of others) {
    claims.set(other, applied);
    line.set(other, 1);
  }
  const { client, keys } = real.broken;
  await client.zadd(keys.line(told.need), ...others.flatMap((other) => [1, other]));
  expect((await told.claim(2)).reply).toMatchObject({ 0: 3, 2: 10_000 });
  expect((await told.claim(3)).reply[0]).toBe(Refusal.lineFull);
}

/** One of two places is free, and v-3 and v-4, who were passed, would fit again: whatever is asked moves the line first. */
async function isOverWithTheLineToMove(real: RealPool): Promise<void> {
  const told = new Dialogue(real);
  const { need } = told;
  await told.put(1, 5);
  await told.open(2);
  for (const n of [1, 2, 3, 4]) await told.claim(n);
  await told.put(3, 4, true);
  await told.release(1);
  await told.put(3, 4);
  await real.fence();
  const before = await real.state();
  const together = (team: boolean, claimants: readonly string[]): Wish => {
    const members = claimants.map((claimant, index) => ({ claimant, claim: told.claimOf(50 + index), key: 'k' }));
    return { do: 'together', need, team, risk: false, members };
  };
  const wishes: Wish[] = [
    { do: 'move', need },
    { do: 'claim', need, volunteer: 'v-5', claim: told.claimOf(5), key: 'k', risk: false },
    together(false, ['v-5']),
    together(true, ['seat:org:1']),
    together(true, ['seat:org:1', 'seat:org:2', 'seat:org:3']),
  ];
  for (const wish of wishes) {
    const command = told.commandOf(wish);
    expect(decide(structuredClone(told.model), command).facts).not.toEqual([]);
    expect({ command, outcome: (await real.run(command))[0] }).toEqual({ command, outcome: Refusal.epochOver });
  }
  expect(await real.state()).toEqual(before);
}

async function isLost(real: RealPool): Promise<void> {
  const told = new Dialogue(real);
  const { redis, broken } = real;
  await told.put(1, 1);
  expect(await redis.readNeed(broken.keys, told.need)).toEqual([1]);
  await told.open(1);
  await told.claim(1);
  expect(await redis.readNeed(broken.keys, told.need)).toMatchObject([
    3,
    'open',
    1,
    1,
    '',
    ['v-1', expect.any(String)],
    [],
  ]);
  expect(await redis.open(broken.keys, 3)).toBe(true);
  await real.drop();
  expect(await redis.readNeed(broken.keys, told.need)).toEqual([Refusal.poolNotLoaded]);
  expect(await redis.open(broken.keys, 3)).toBe(false);
  expect(await real.state()).toEqual(new Map());
}
