import type { Kafka } from 'kafkajs';
import { prefixed, unprefixed, withAdmin, type KafkaOptions } from './kafka.js';
import { endsOf } from './offsets.js';
import type { EventsMetrics } from './metrics.js';

const INTERVAL_MS = 15_000;
/** On a busy machine the offsets of all topics take their time: only an answer that is still not there then is none. */
const PATIENCE_MS = 45_000;

/** What a lag gauge watches. */
export interface LagWatchOptions {
  readonly client: Kafka;
  readonly kafka: KafkaOptions;
  readonly service: string;
  readonly topics: readonly string[];
  readonly metrics: EventsMetrics;
}

/** Keeps the lag of a service's group up to date also while nothing is consumed: just then it matters. */
export class LagWatch {
  private readonly timer = setInterval(() => void this.look(), INTERVAL_MS).unref();
  private askedAt: number | undefined;
  private hasAnswered = true;

  constructor(private readonly options: LagWatchOptions) {}

  /** Whether Kafka answered when it was last asked. */
  get isAnswered(): boolean {
    return this.hasAnswered;
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    if (this.askedAt !== undefined) {
      if (performance.now() - this.askedAt > PATIENCE_MS) this.hasAnswered = false;
      return;
    }
    this.askedAt = performance.now();
    // While Kafka is away the last figures stand.
    this.hasAnswered = await measure(this.options).then(
      () => true,
      () => false,
    );
    this.askedAt = undefined;
  }
}

async function measure({ client, kafka, service, topics, metrics }: LagWatchOptions): Promise<void> {
  const groupId = prefixed(kafka, `huying.${service}`);
  const names = topics.map((topic) => prefixed(kafka, topic));
  await withAdmin(client, async (admin) => {
    const committed = new Map(
      (await admin.fetchOffsets({ groupId, topics: names })).flatMap(({ topic, partitions }) =>
        partitions.map(({ partition, offset }) => [`${topic}/${partition}`, BigInt(offset)] as const),
      ),
    );
    for (const topic of names) {
      for (const { partition, low, high } of await endsOf(admin, topic)) {
        const next = committed.get(`${topic}/${partition}`) ?? -1n;
        const lag = high - (next > low ? next : low);
        metrics.lag.set({ service, topic: unprefixed(kafka, topic), partition: String(partition) }, Number(lag));
      }
    }
  });
}
