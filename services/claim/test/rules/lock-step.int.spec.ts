import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decide, emptyPool, type Limits, type Pool } from '../../src/rules/index.js';
import { ensureSound } from './invariants.js';
import { RealPools, type RealPool } from './pool-under-test.js';
import { story, Storyteller, type Step } from './steps.js';

const limits: Limits = { openClaims: 2, weekMinutes: 16 * 60 };
const RUNS = Number(process.env.RULES_RUNS ?? 1_500);

let pools: RealPools;
beforeAll(async () => {
  pools = await RealPools.start();
}, 60_000);
afterAll(() => pools.stop());

/** Plays a story on the model and on the scripts; every answer and every entry must be the same. */
async function play(steps: readonly Step[], real: RealPool): Promise<Pool> {
  const model = emptyPool();
  const teller = new Storyteller(model, limits, real.mark);
  const facts: unknown[] = [];
  for (const step of steps) {
    const command = teller.tell(step);
    const reply = await real.run(command);
    const decision = decide(model, command);
    expect({ command, reply }).toEqual({ command, reply: decision.reply });
    for (const { kind, data } of decision.facts) facts.push({ kind, data, at: command.now });
    ensureSound(model);
  }
  const log = await real.log();
  expect(log.map(({ kind, data, at }) => ({ kind, data, at }))).toEqual(facts);
  expect(log.map(({ sequence }) => sequence)).toEqual(facts.map((_, index) => index + 1));
  return model;
}

describe('scripts and model', () => {
  it('decide alike, whatever happens in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(story, async (steps) => {
        const real = await pools.fresh();
        try {
          await play(steps, real);
        } finally {
          await real.drop();
        }
      }),
      { numRuns: RUNS },
    );
  }, 600_000);
});

describe('the journal', () => {
  it('holds all that Redis holds: a rebuilt pool is the same, whatever the batches', async () => {
    await fc.assert(
      fc.asyncProperty(story, fc.integer({ min: 1, max: 60 }), async (steps, batch) => {
        const real = await pools.fresh();
        try {
          const model = await play(steps, real);
          await real.journal(batch);
          const before = await real.state();
          expect(await real.rebuilt()).toEqual(before);
          const needs = await real.query<{ id: string; held: number; places: number; waiting: number }>(
            `SELECT id, held, places, waiting FROM pool_needs WHERE pool = $1 ORDER BY id`,
          );
          const expected = [...model.needs]
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([id, need]) => ({
              id,
              held: need.held,
              places: need.places,
              waiting: [...need.claims.values()].filter(({ state }) => state === 'waiting').length,
            }));
          expect(needs).toEqual(expected);
        } finally {
          await real.drop();
        }
      }),
      { numRuns: Math.ceil(RUNS / 10) },
    );
  }, 600_000);
});
