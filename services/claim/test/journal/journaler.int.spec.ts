import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { Journaler } from '../../src/journal/journaler.js';
import { RealPools } from '../rules/pool-under-test.js';
import { cases } from './journaling.js';

let pools: RealPools;
beforeAll(async () => {
  pools = await RealPools.start();
});
afterAll(() => pools.stop());

describe('a journaler', () => {
  it.each(cases)('%s', async (_, holds) => {
    const real = await pools.fresh();
    try {
      await holds(real, Journaler);
    } finally {
      await real.drop();
    }
  });
});
