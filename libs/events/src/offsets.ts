import type { Admin } from 'kafkajs';
import { blamesTopic } from './faults.js';
import { pause } from './waiting.js';

/** The first and the next offset of a partition. */
export interface PartitionEnds {
  readonly partition: number;
  readonly low: bigint;
  readonly high: bigint;
}

const LEADERS_MS = 30_000;

/**
 * Does something with topics that have just been made or deleted. Brokers need a moment until they agree on them, and kafkajs gives
 * up in that moment: here it is waited for, and the work done again.
 * @throws KafkaJSError if Kafka does not answer, or still blames the topic after `patienceMs`; what else the work throws
 */
export async function onceTopicsSettle<Result>(work: () => Promise<Result>, patienceMs = LEADERS_MS): Promise<Result> {
  const deadline = AbortSignal.timeout(patienceMs);
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (deadline.aborted || !blamesTopic(error)) throw error;
    }
    await pause(100, deadline);
  }
}

/** The ends of all partitions of a topic, which may be new. @throws as `onceTopicsSettle` does */
export function endsOf(admin: Admin, topic: string, patienceMs?: number): Promise<PartitionEnds[]> {
  return onceTopicsSettle(async () => {
    const offsets = await admin.fetchTopicOffsets(topic);
    return offsets.map(({ partition, low, high }) => ({ partition, low: BigInt(low), high: BigInt(high) }));
  }, patienceMs);
}
