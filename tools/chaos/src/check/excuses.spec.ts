import { describe, expect, it } from '@jest/globals';
import type { Attempt } from '../history.types.js';
import { Excuses } from './excuses.js';

/** Redis was flushed at 10 s; the first answer of epoch 2 came at 11 s. A process was killed at 30 s. */
const excuses = new Excuses({
  blows: [
    { kind: 'redis-flush', at: 10_000, pools: ['xishan'] },
    { kind: 'process-kill', at: 30_000, pools: ['xishan'] },
  ],
  epochBegan: (_, epoch) => (epoch <= 1 ? 0 : epoch === 2 ? 11_000 : Infinity),
});

const refusal = (answered: number, epoch: number, status = 409) =>
  ({ pool: 'xishan', mark: { epoch, sequence: 5 }, status, answered }) as Attempt;

describe('a refusal that the ledger does not explain', () => {
  it.each([
    ['is excused while the pool recovers', refusal(10_500, 1), true],
    ['is excused a moment before the fault: what it rested on was not committed yet', refusal(9_900, 1), true],
    ['is not excused long before it', refusal(2_000, 1), false],
    ['is not excused in the epoch that goes on', refusal(12_000, 2), false],
    ['is not excused by the fault of a process', refusal(30_100, 2), false],
    ['is no refusal when it is an acknowledgement', refusal(10_500, 1, 201), false],
  ])('%s', (_, attempt, expected) => expect(excuses.isExcused(attempt)).toBe(expected));
});
