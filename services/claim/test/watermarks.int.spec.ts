import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Journaler } from '../src/journal/journaler.js';
import type { Watermarks } from '../src/journal/watermarks.js';
import { RealPools } from './rules/pool-under-test.js';

let pools: RealPools;
let watermarks: Watermarks;
beforeAll(async () => {
  pools = await RealPools.start();
  watermarks = (await pools.fresh()).journaler(Journaler).watermarks;
});
afterAll(async () => {
  await watermarks.onApplicationShutdown();
  await pools.stop();
});

/** What whoever waits for that number of the first epoch is told. */
const toldOf = (pool: string, sequence: number): Promise<string> =>
  watermarks.committed(pool, 1, sequence).then(
    () => 'committed',
    ({ code }: { code: string }) => code,
  );

describe('who waits for the commit of a decision', () => {
  it('is told once the watermark has come that far', async () => {
    const told = Promise.all([toldOf('in-time', 4), toldOf('in-time', 5)]);
    watermarks.advance('in-time', 1, 5);
    expect(await told).toEqual(['committed', 'committed']);
    expect(await toldOf('in-time', 5)).toBe('committed');
  });

  it('hears that nothing was decided only where the next epoch began without it; before that it may have been committed', async () => {
    watermarks.advance('rebuilt', 1, 3);
    const told = Promise.all([toldOf('rebuilt', 4), toldOf('rebuilt', 5), toldOf('rebuilt', 6)]);
    // The notification of 4 and 5 was lost, or comes later: the first that is heard is that of the next epoch.
    watermarks.advance('rebuilt', 2, 5);
    const expected = ['outcome-unknown', 'outcome-unknown', 'pool-recovering'];
    expect(await told).toEqual(expected);
    expect(await Promise.all([4, 5, 6].map((sequence) => toldOf('rebuilt', sequence)))).toEqual(expected);
  });

  it('hears that it is not known, not that nothing was decided, once the next epoch has come beyond that number', async () => {
    const told = toldOf('gone-on', 6);
    watermarks.advance('gone-on', 3, 9);
    expect([await told, await toldOf('gone-on', 6)]).toEqual(['outcome-unknown', 'outcome-unknown']);
  });
});
