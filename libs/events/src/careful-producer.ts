import { Partitioners, type IHeaders, type Kafka, type Message, type Producer } from 'kafkajs';
import { prefixed, type KafkaOptions } from './kafka.js';

/** What is sent: a record and its topic, without prefix. */
export interface OutgoingRecord {
  readonly topic: string;
  readonly key: string | Buffer | null;
  readonly headers: IHeaders;
  readonly value: string | Buffer | null;
}

/** Kafka takes batches of 1 MiB for each partition; who shares a request could all be of one. Some room is left for its own. */
const MOST_BYTES = 950_000;

/** What a record takes at most, besides a few bytes: nothing is compressed. */
const bytesOf = ({ key, headers, value }: OutgoingRecord): number => {
  const own = Object.entries(headers).map(
    ([name, text]) => Buffer.byteLength(name) + Buffer.byteLength(String(text)) + 8,
  );
  return own.reduce((sum, bytes) => sum + bytes, 64 + Buffer.byteLength(key ?? '') + Buffer.byteLength(value ?? ''));
};

/** The records in their order, in as many requests as Kafka needs to take them. */
function* requestsOf(records: readonly OutgoingRecord[]): Generator<readonly OutgoingRecord[]> {
  let request: OutgoingRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    const more = bytesOf(record);
    if (bytes + more > MOST_BYTES && request.length > 0) {
      yield request;
      request = [];
      bytes = 0;
    }
    request.push(record);
    bytes += more;
  }
  if (request.length > 0) yield request;
}

/** Kafka acknowledged less than was sent. */
class UnacknowledgedError extends Error {
  readonly code = 'unacknowledged';
}

/**
 * Sends records in order with kafkajs' idempotent producer, and is told nothing false by it:
 *
 * - After a failure the sequence numbers of that producer are in doubt, so that Kafka could take a new batch for a repeated
 *   one and drop it. Hence each failure is the end of its producer.
 * - When partitions change their leader between two tries of one call, kafkajs 2.2.4 may skip them and report success. Hence
 *   the acknowledgements are compared with what was sent.
 */
export class CarefulProducer {
  private producer: Promise<Producer> | undefined;
  private readonly addressed = new Set<string>();

  constructor(
    private readonly client: Kafka,
    private readonly kafka: KafkaOptions,
  ) {}

  /** Resolves when all in-sync replicas have all of the records. After an error, any of them may have arrived. */
  async send(records: readonly OutgoingRecord[]): Promise<void> {
    try {
      this.producer ??= this.connect();
      const producer = await this.producer;
      for (const request of requestsOf(records)) await this.request(producer, request);
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    const { producer } = this;
    this.producer = undefined;
    await producer?.then((connected) => connected.disconnect()).catch(() => undefined);
  }

  private async request(producer: Producer, records: readonly OutgoingRecord[]): Promise<void> {
    const byTopic = new Map<string, Message[]>();
    for (const { topic, key, headers, value } of records) {
      const name = prefixed(this.kafka, topic);
      const messages = byTopic.get(name) ?? [];
      byTopic.set(name, messages);
      messages.push({ key, headers, value });
    }
    this.addressed.clear();
    const answers = await producer.sendBatch({
      acks: -1,
      topicMessages: [...byTopic].map(([topic, messages]) => ({ topic, messages })),
    });
    for (const { topicName, partition, errorCode } of answers) {
      if (errorCode === 0) this.addressed.delete(`${topicName}/${partition}`);
    }
    if (this.addressed.size > 0) throw new UnacknowledgedError('Kafka did not acknowledge every partition.');
  }

  private async connect(): Promise<Producer> {
    const choose = Partitioners.DefaultPartitioner();
    const producer = this.client.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: () => (message) => {
        const partition = choose(message);
        this.addressed.add(`${message.topic}/${partition}`);
        return partition;
      },
    });
    await producer.connect();
    return producer;
  }
}
