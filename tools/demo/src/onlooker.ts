import { AssignerProtocol, Kafka, logLevel, type Admin, type Consumer } from 'kafkajs';

/** An event as somebody outside the platform reads it from Kafka: headers and JSON, nothing of our code. */
interface SeenEvent {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * An independent consumer: reads every topic of the platform from the beginning, but not the district's feed, which repeats their
 * events without personal data.
 */
export class Onlooker {
  private readonly seen = new Map<string, SeenEvent>();
  private readonly reached = new Map<string, number>();
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
    const topics = (await admin.listTopics()).filter((topic) =>
      /^huying\.(?!district\.)\w+\.[\w-]+\.v\d+$/.test(topic),
    );
    await admin.disconnect();
    const consumer = kafka.consumer({ groupId: 'district-office', maxWaitTimeInMs: 200 });
    const onlooker = new Onlooker(kafka, consumer, topics);
    await consumer.connect();
    await consumer.subscribe({ topics, fromBeginning: true });
    await consumer.run({
      eachMessage: ({ topic, partition, message }) => {
        onlooker.see(message.headers ?? {}, message.value);
        onlooker.reached.set(`${topic}/${partition}`, Number(message.offset));
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

  /** The contents of all events of a type that are about this need, or whatever that field names. */
  about(id: string, type: string, field = 'needId'): Readonly<Record<string, unknown>>[] {
    const events = [...this.seen.values()].filter((event) => event.type === type && event.data[field] === id);
    return events.map(({ data }) => data);
  }

  /** Whether a text stands in any event. */
  hasHeard(text: string): boolean {
    return [...this.seen.values()].some(({ data }) => JSON.stringify(data).includes(text));
  }

  /** Whether everything that Kafka holds at this moment has been read by the onlooker and handled by these services. */
  async allIsRead(services: readonly string[]): Promise<boolean> {
    const admin = this.kafka.admin();
    await admin.connect();
    try {
      const ends = new Map<string, number>();
      for (const topic of this.topics)
        for (const { partition, high } of await admin.fetchTopicOffsets(topic))
          ends.set(`${topic}/${partition}`, Number(high));
      const behind = [...ends].some(([partition, end]) => (this.reached.get(partition) ?? -1) < end - 1);
      if (behind) return false;
      for (const service of services) if (!(await hasHandledAll(admin, `huying.${service}`, ends))) return false;
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

/** Whether the group has committed the end of each partition that its members are assigned. */
async function hasHandledAll(admin: Admin, groupId: string, ends: ReadonlyMap<string, number>): Promise<boolean> {
  const { groups } = await admin.describeGroups([groupId]);
  const assigned = (groups[0]?.members ?? []).flatMap(({ memberAssignment }) =>
    Object.entries(AssignerProtocol.MemberAssignment.decode(memberAssignment)?.assignment ?? {}),
  );
  // Between two generations a group has no members: it is at work.
  if (assigned.length === 0) return false;
  const topics = [...new Set(assigned.map(([topic]) => topic))];
  const handled = await admin.fetchOffsets({ groupId, topics });
  return handled.every(({ topic, partitions }) =>
    // Of a partition that never had an event nothing is committed: -1.
    partitions.every(
      ({ partition, offset }) => Math.max(0, Number(offset)) >= (ends.get(`${topic}/${partition}`) ?? 0),
    ),
  );
}
