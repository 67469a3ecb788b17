import { Kafka, logLevel } from 'kafkajs';
import { v7 as uuidv7 } from 'uuid';
import { eventOfKind } from './kinds.js';
import type { LedgerEntry } from './ledger.js';

const TOPIC = 'huying.claim.places.v1';

/** Which events a run's Kafka holds: by pool and number of the log, and by claim for those that were passed. */
export class EventsSeen {
  private readonly byNumber = new Map<string, Map<number, string>>();
  private readonly passed = new Map<string, Set<string>>();
  /** How many had been seen before: each comes at least once. */
  repeated = 0;
  readonly contradictions: string[] = [];

  add(type: string, data: { communityId: string; sequence: string; claimId?: string }): void {
    const { communityId: pool, claimId = '' } = data;
    const sequence = Number(data.sequence);
    if (type === 'PassedOver') {
      const passed = this.passedIn(pool);
      const mark = `${sequence} ${claimId}`;
      if (passed.has(mark)) this.repeated += 1;
      passed.add(mark);
      return;
    }
    const seen = this.in(pool);
    const before = seen.get(sequence);
    if (before === undefined) seen.set(sequence, type);
    else if (before === type) this.repeated += 1;
    else this.contradictions.push(`number ${sequence} of ${pool} is told as ${before} and as ${type}`);
  }

  /**
   * Holds the events of a pool against its ledger. Returns what differs, in words.
   * @param isTold whether an entry was told to anybody: one that was filled in was not
   */
  async compare(
    pool: string,
    ledger: AsyncIterable<LedgerEntry> | Iterable<LedgerEntry>,
    isTold: (sequence: number) => boolean = () => true,
  ): Promise<string[]> {
    const [left, passedLeft] = [new Map(this.in(pool)), new Set(this.passedIn(pool))];
    const differences: string[] = [];
    for await (const { sequence, kind, data } of ledger) {
      const expected = (isTold(sequence) ? eventOfKind[kind] : null) ?? undefined;
      const told = left.get(sequence);
      if (told !== expected)
        differences.push(`number ${sequence} of ${pool}: ${kind} was told as ${told ?? 'nothing'}`);
      left.delete(sequence);
      if (!('passed' in data)) continue;
      for (const { claim } of data.passed ?? []) {
        if (!passedLeft.delete(`${sequence} ${claim}`))
          differences.push(`number ${sequence} of ${pool}: nobody was told of ${claim}`);
      }
    }
    for (const [sequence, type] of left)
      differences.push(`${type} tells of number ${sequence} of ${pool}, which is not there`);
    for (const mark of passedLeft) differences.push(`PassedOver tells of ${mark} of ${pool}, which is not there`);
    return differences;
  }

  private in(pool: string): Map<number, string> {
    let seen = this.byNumber.get(pool);
    if (!seen) this.byNumber.set(pool, (seen = new Map<number, string>()));
    return seen;
  }

  private passedIn(pool: string): Set<string> {
    let passed = this.passed.get(pool);
    if (!passed) this.passed.set(pool, (passed = new Set<string>()));
    return passed;
  }
}

/** Reads all that the claim service has told about places, from the first event to the last of this moment. */
export async function readEvents(brokers: string[]): Promise<EventsSeen> {
  const kafka = new Kafka({ brokers, clientId: 'chaos-check', logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  const offsets = await admin.fetchTopicOffsets(TOPIC);
  await admin.disconnect();
  const left = new Map(
    offsets
      .filter(({ low, high }) => BigInt(high) > BigInt(low))
      .map(({ partition, high }) => [partition, BigInt(high)]),
  );
  const seen = new EventsSeen();
  if (left.size === 0) return seen;
  const consumer = kafka.consumer({ groupId: `chaos-check-${uuidv7()}`, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topic: TOPIC, fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    consumer
      .run({
        eachBatch: ({ batch }) => {
          for (const { headers, value, offset } of batch.messages) {
            const type = String(headers?.['ce_type']).replace(/^.*\./, '');
            if (type !== 'SightingReported')
              seen.add(type, JSON.parse(String(value)) as Parameters<EventsSeen['add']>[1]);
            if (BigInt(offset) + 1n >= (left.get(batch.partition) ?? 0n)) left.delete(batch.partition);
          }
          if (left.size === 0) resolve();
          return Promise.resolve();
        },
      })
      .catch(reject);
  });
  await consumer.disconnect();
  return seen;
}
