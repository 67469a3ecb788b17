import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { directedStories } from './directed-stories.js';
import { play, playFenced, playLost } from './lock-step.js';
import { RealPools, type RealPool } from './pool-under-test.js';
import { story } from './steps.js';

const RUNS = Number(process.env.RULES_RUNS ?? 2_000);

let pools: RealPools;
beforeAll(async () => {
  pools = await RealPools.start();
});
afterAll(() => pools.stop());

async function onFreshPool(work: (real: RealPool) => Promise<void>): Promise<void> {
  const real = await pools.fresh();
  try {
    await work(real);
  } finally {
    await real.drop();
  }
}

describe('scripts and model', () => {
  it('decide alike, whatever happens in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(story, (steps) => onFreshPool(async (real) => void (await play(steps, real)))),
      { numRuns: RUNS },
    );
  });
});

describe('of scripts and model alike', () => {
  it.each(Object.entries(directedStories))('%s', (_, tell) => onFreshPool(tell));
});

describe('a pool', () => {
  it('is changed by nobody whose epoch is over', async () => {
    await fc.assert(
      fc.asyncProperty(story, story, (steps, later) => onFreshPool((real) => playFenced(steps, later, real))),
      { numRuns: Math.ceil(RUNS / 30) },
    );
  });

  it('that Redis has lost is not begun anew by a decision', async () => {
    await fc.assert(
      fc.asyncProperty(story, (steps) => onFreshPool((real) => playLost(steps, real))),
      { numRuns: Math.ceil(RUNS / 100) },
    );
  });
});

describe('the journal', () => {
  it('holds all that Redis holds: a rebuilt pool is the same, whatever the batches', async () => {
    await fc.assert(
      fc.asyncProperty(story, fc.integer({ min: 1, max: 60 }), (steps, batch) =>
        onFreshPool(async (real) => {
          const model = await play(steps, real);
          await real.journal(batch);
          const before = await real.lasting();
          expect(await real.rebuilt()).toEqual(before);
          const needs = await real.query<{ id: string; held: number; places: number; waiting: number }>(
            `SELECT id, held, places, waiting FROM pool_needs WHERE pool = $1 ORDER BY id`,
          );
          const expected = [...model.needs]
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([id, { held, places, claims }]) => ({
              ...{ id, held, places },
              waiting: [...claims.values()].filter(({ state }) => state === 'waiting').length,
            }));
          expect(needs).toEqual(expected);
        }),
      ),
      { numRuns: Math.ceil(RUNS / 10) },
    );
  });
});
