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
 * The ends of all partitions of a topic. Brokers need a moment until they lead the partitions of a new topic, and kafkajs gives
 * up in that moment: here it is waited for.
 * @throws KafkaJSError if Kafka does not answer, or the topic is not there after `patienceMs`
 */
export async function endsOf(admin: Admin, topic: string, patienceMs = LEADERS_MS): Promise<PartitionEnds[]> {
  const deadline = AbortSignal.timeout(patienceMs);
  for (;;) {
    try {
      const offsets = await admin.fetchTopicOffsets(topic);
      return offsets.map(({ partition, low, high }) => ({ partition, low: BigInt(low), high: BigInt(high) }));
    } catch (error) {
      if (deadline.aborted || !blamesTopic(error)) throw error;
    }
    await pause(100, deadline);
  }
}
