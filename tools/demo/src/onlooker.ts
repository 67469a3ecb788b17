import { Kafka, logLevel, type Consumer } from 'kafkajs';

/** An event as somebody outside the platform reads it from Kafka: headers and JSON, nothing of our code. */
interface SeenEvent {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** An independent consumer, as a district system would be: reads every topic of the platform from the beginning. */
export class Onlooker {
  private readonly seen = new Map<string, SeenEvent>();
  private readonly reached = new Map<string, bigint>();
  /** Deliveries of events that had been seen before. */
  repeats = 0;

  private constructor(
    private readonly kafka: Kafka,
    private readonly consumer: Consumer,
    private readonly topics: readonly string[],
  ) {}

  static async start(brokers: string): Promise<Onlooker> {
    const kafka = new Kafka({ clientId: 'onlooker', brokers: brokers.split(','), logLevel: logLevel.NOTHING });
    const admin = kafka.admin();
    await admin.connect();
    const topics = (await admin.listTopics()).filter((topic) => /^huying\.\w+\.[\w-]+\.v\d+$/.test(topic));
    await admin.disconnect();
    const consumer = kafka.consumer({ groupId: 'district-office', maxWaitTimeInMs: 200 });
    const onlooker = new Onlooker(kafka, consumer, topics);
    await consumer.connect();
    await consumer.subscribe({ topics, fromBeginning: true });
    await consumer.run({
      eachMessage: ({ topic, partition, message }) => {
        onlooker.see(message.headers ?? {}, message.value);
        onlooker.reached.set(`${topic}/${partition}`, BigInt(message.offset));
        return Promise.resolve();
      },
    });
    return onlooker;
  }

  /** How many different events there were of each type. */
  get counts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { type } of this.seen.values()) counts[type] = (counts[type] ?? 0) + 1;
    return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => a.localeCompare(b)));
  }

  /** The contents of all events of a type that are about this need. */
  about(needId: string, type: string): Readonly<Record<string, unknown>>[] {
    const events = [...this.seen.values()].filter((event) => event.type === type && event.data['needId'] === needId);
    return events.map(({ data }) => data);
  }

  /** Whether everything has been read that Kafka holds at this moment. */
  async isAtTheEnd(): Promise<boolean> {
    const admin = this.kafka.admin();
    await admin.connect();
    try {
      for (const topic of this.topics) {
        for (const { partition, high } of await admin.fetchTopicOffsets(topic)) {
          if ((this.reached.get(`${topic}/${partition}`) ?? -1n) < BigInt(high) - 1n) return false;
        }
      }
      return true;
    } finally {
      await admin.disconnect();
    }
  }

  stop(): Promise<void> {
    return this.consumer.disconnect();
  }

  private see(headers: Readonly<Record<string, unknown>>, value: Buffer | null): void {
    const id = String(headers['ce_id']);
    if (this.seen.has(id)) this.repeats += 1;
    this.seen.set(id, {
      type: String(headers['ce_type']),
      data: JSON.parse(value?.toString() ?? '{}') as SeenEvent['data'],
    });
  }
}
