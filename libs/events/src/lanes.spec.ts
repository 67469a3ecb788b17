import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EachBatchPayload, KafkaMessage } from 'kafkajs';
import type { BatchProcessor } from './batch-processing.js';
import type { ReceivedRecord } from './envelope.js';
import { evenShare, Lanes } from './lanes.js';

/** So many records of a partition, as kafkajs hands them over. */
function batchOf(partition: number, count: number): EachBatchPayload {
  const messages = Array.from({ length: count }, (_, index) => ({ offset: String(index), key: null, value: null }));
  return {
    batch: {
      topic: 'huying.request.needs.v1',
      partition,
      messages: messages as unknown as KafkaMessage[],
      highWatermark: String(count),
      lastOffset: () => String(count - 1),
    },
    isRunning: () => true,
    isStale: () => false,
    heartbeat: () => Promise.resolve(),
    resolveOffset: () => undefined,
    commitOffsetsIfNecessary: () => Promise.resolve(),
  } as unknown as EachBatchPayload;
}

describe('partitions of one fetch', () => {
  it('go on side by side: a short one does not wait until the backlog of another is worked off', async () => {
    const rounds: (readonly ReceivedRecord[])[] = [];
    const process = (records: readonly ReceivedRecord[]) => {
      rounds.push(records);
      return Promise.resolve(new Map());
    };
    const lanes = new Lanes({ brokers: [] }, { process } as unknown as BatchProcessor, {
      onWaits: () => undefined,
      onSettled: () => undefined,
    });
    await Promise.all([lanes.handle(batchOf(0, 1_000)), lanes.handle(batchOf(1, 3)), lanes.handle(batchOf(2, 500))]);
    const inFirst = (partition: number) => rounds[0]?.filter((record) => record.partition === partition).length;
    expect([0, 1, 2].map(inFirst)).toEqual([98, 3, 98]);
    for (const partition of [0, 1, 2]) {
      const offsets = rounds
        .flat()
        .flatMap((record) => (record.partition === partition ? [Number(record.offset)] : []));
      expect(offsets).toEqual(Array.from({ length: [1_000, 3, 500][partition] ?? 0 }, (_, index) => index));
    }
  });
});

describe('what partitions share a transaction', () => {
  it('is split evenly, and what short ones leave goes to the long ones', () => {
    expect(evenShare([5_000], 200)).toBe(200);
    expect(evenShare([5_000, 1], 200)).toBe(199);
    expect(evenShare([5_000, 10, 5_000], 200)).toBe(95);
    expect(evenShare([3, 2, 1], 200)).toBeGreaterThanOrEqual(3);
    expect(evenShare([], 200)).toBe(200);
  });

  it('lets everybody have something, and together no more than there is room for', () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5_000 }), { maxLength: 100 }), (wanted) => {
        const most = evenShare(wanted, 200);
        const taken = wanted.map((want) => Math.min(want, most)).reduce((sum, count) => sum + count, 0);
        expect(most).toBeGreaterThanOrEqual(1);
        expect(taken).toBeLessThanOrEqual(200);
        // Nobody goes short while there is room.
        if (wanted.some((want) => want > most)) expect(taken).toBeGreaterThan(200 - wanted.length);
      }),
    ));
});
