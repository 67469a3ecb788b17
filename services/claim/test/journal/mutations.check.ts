import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { RealPools } from '../rules/pool-under-test.js';
import { cases } from './journaling.js';
import { journalMutants, withMutant } from './mutants.js';

let pools: RealPools;
beforeAll(async () => {
  pools = await RealPools.start();
});
afterAll(() => pools.stop());

const all = journalMutants();

it('there are checks to take out of the journaler', () => expect(all.length).toBeGreaterThanOrEqual(12));

it.each(all.map((mutant) => [`${mutant.where}  ${mutant.line}`, mutant] as const))(
  'is noticed without %s',
  async (name, mutant) => {
    const noticed = await withMutant(mutant, async (Kind) => {
      for (const [, holds] of cases) {
        const real = await pools.fresh();
        const held = await holds(real, Kind).then(
          () => true,
          () => false,
        );
        await real.drop();
        if (!held) return true;
      }
      return false;
    });
    process.stdout.write(`${noticed ? 'noticed ' : 'SURVIVED'}  ${name}\n`);
    expect(noticed).toBe(true);
  },
  120_000,
);
