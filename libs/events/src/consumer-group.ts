import type { Batch, Consumer, Kafka } from 'kafkajs';
import type { BatchProcessor } from './batch-processing.js';
import { describe } from './faults.js';
import { prefixed, shortRetry, unprefixed, type KafkaOptions } from './kafka.js';
import { Lanes } from './lanes.js';
import type { EventsLogger } from './logger.js';
import type { EventsMetrics } from './metrics.js';
import type { Waits } from './stops.js';
import { pause, Patience } from './waiting.js';

export interface ConsumerGroupOptions {
  readonly service: string;
  /** Published names. */
  readonly topics: readonly string[];
  readonly kafka: KafkaOptions;
  readonly client: Kafka;
  readonly processor: BatchProcessor;
  readonly logger: EventsLogger;
  readonly metrics: EventsMetrics | undefined;
  readonly onStatus: (status: 'connected' | 'disconnected') => void;
}

/**
 * Of a fetch, since they share their transactions. Each is a worker that kafkajs wakes with every fetch that has events: more
 * than events are likely to be spread over at one time cost more than they bring.
 */
const PARTITIONS_AT_ONCE = 100;
const HEARTBEAT_MS = 1_500;
/** What a third try of a failed event waits for others to come in between. */
const MOMENT_MS = 50;

interface WaitingPartition {
  readonly patience: Patience;
  readonly timer: NodeJS.Timeout;
  readonly resume: () => void;
}

/**
 * A member of a service's consumer group. It lives until it is stopped: kafkajs' consumers end with some of their errors, and
 * are replaced then. Offsets are committed after the effects; the inbox covers what lies between.
 */
export class ConsumerGroup {
  private readonly stopping = new AbortController();
  private readonly reconnecting = new Patience();
  private readonly waiting = new Map<string, WaitingPartition>();
  private running: Promise<void> | undefined;
  private joined = false;
  private away = false;
  private readonly lanes: Lanes;
  private readonly stopped = new Promise<void>((resolve) =>
    this.stopping.signal.addEventListener('abort', () => resolve(), { once: true }),
  );

  constructor(private readonly options: ConsumerGroupOptions) {
    this.lanes = new Lanes(options.kafka, options.processor, {
      onWaits: (payload, waits, next) => {
        this.wait(payload.batch, waits, payload.pause());
        this.reportLag(payload.batch, next);
      },
      onSettled: ({ batch }, next) => {
        this.goOn(batch);
        this.reportLag(batch, next);
      },
    });
  }

  get isJoined(): boolean {
    return this.joined;
  }

  /** Resolves with the first assignment, or after that time without one; joining goes on in the background. */
  async start(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.running ??= this.run(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    for (const { timer } of this.waiting.values()) clearTimeout(timer);
  }

  private async run(onJoined: () => void): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const consumer = this.createConsumer();
      try {
        const crash = this.crashOf(consumer, onJoined);
        await consumer.connect();
        const topics = this.options.topics.map((topic) => prefixed(this.options.kafka, topic));
        await consumer.subscribe({ topics, fromBeginning: true });
        await consumer.run({
          autoCommit: false,
          eachBatchAutoResolve: false,
          partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
          eachBatch: (payload) => this.lanes.handle(payload),
        });
        await Promise.race([crash, this.stopped]);
      } catch (error) {
        this.reportAway(error);
      }
      this.joined = false;
      this.options.onStatus('disconnected');
      await consumer.disconnect().catch(() => undefined);
      await pause(this.reconnecting.next(), this.stopping.signal);
    }
  }

  private createConsumer(): Consumer {
    return this.options.client.consumer({
      groupId: prefixed(this.options.kafka, `huying.${this.options.service}`),
      allowAutoTopicCreation: false,
      // As short as brokers allow by default: so long do the partitions of a process that died wait for another one.
      sessionTimeout: 6_000,
      rebalanceTimeout: 30_000,
      heartbeatInterval: HEARTBEAT_MS,
      // Kafka answers as soon as there is one byte; the time only bounds how late a resumed partition is asked for.
      minBytes: 1,
      maxWaitTimeInMs: 150,
      // kafkajs asks for more only when all of a fetch is handled: small ones, so that what is new does not wait behind a
      // backlog of something else, such as an import of thousands of volunteers.
      maxBytesPerPartition: 131_072,
      maxBytes: 524_288,
      retry: { ...shortRetry, restartOnFailure: () => Promise.resolve(false) },
    });
  }

  /** Rejects when kafkajs gave up. */
  private crashOf(consumer: Consumer, onJoined: () => void): Promise<never> {
    const crash = new Promise<never>((_, reject) => {
      consumer.on('consumer.crash', ({ payload: { error } }) => reject(error));
      consumer.on('consumer.group_join', ({ payload: { memberAssignment } }) => {
        this.joined = true;
        this.reconnecting.reset();
        this.forgetAllBut(memberAssignment);
        if (this.away) this.options.logger.info({ service: this.options.service }, 'Consuming goes on: Kafka is back.');
        this.away = false;
        this.options.onStatus('connected');
        onJoined();
      });
    });
    // It may come before it is waited for.
    crash.catch(() => undefined);
    return crash;
  }

  /** Leaves a partition alone for a while; the others go on, and the membership with them. */
  private wait({ topic, partition }: Batch, { error, passing }: Waits, resume: () => void): void {
    const key = `${topic}/${partition}`;
    const patience = this.waiting.get(key)?.patience ?? new Patience();
    if (passing && this.waiting.size === 0) {
      const { service } = this.options;
      this.options.logger.warn(
        { service, topic, partition, ...describe(error) },
        'Consuming waits for something that is away.',
      );
    }
    const milliseconds = passing ? patience.next() : MOMENT_MS;
    const timer = setTimeout(resume, milliseconds);
    if (passing) this.waiting.set(key, { patience, timer, resume });
  }

  /** Others wait for partitions that are theirs now. */
  private forgetAllBut(assigned: Readonly<Record<string, readonly number[]>>): void {
    for (const [key, { timer, resume }] of this.waiting) {
      const [topic = '', partition] = key.split('/');
      if (assigned[topic]?.includes(Number(partition))) continue;
      clearTimeout(timer);
      resume();
      this.waiting.delete(key);
    }
  }

  private goOn({ topic, partition }: Batch): void {
    if (!this.waiting.delete(`${topic}/${partition}`) || this.waiting.size > 0) return;
    this.options.logger.info({ service: this.options.service }, 'Consuming goes on.');
  }

  private reportLag({ topic, partition, highWatermark }: Batch, next: bigint): void {
    const labels = {
      service: this.options.service,
      topic: unprefixed(this.options.kafka, topic),
      partition: String(partition),
    };
    this.options.metrics?.lag.set(labels, Math.max(0, Number(BigInt(highWatermark) - next)));
  }

  private reportAway(error: unknown): void {
    if (this.away || this.stopping.signal.aborted) return;
    this.away = true;
    const { service } = this.options;
    this.options.logger.warn({ service, ...describe(error) }, 'Consuming waits: Kafka or a topic is away.');
  }
}
