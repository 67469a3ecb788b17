import type { Database } from '@huying/database';
import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import type { Registry } from 'prom-client';
import { isObservable, lastValueFrom } from 'rxjs';
import { BatchProcessor, type CallHandlers } from './batch-processing.js';
import { CarefulProducer } from './careful-producer.js';
import { ConsumerGroup } from './consumer-group.js';
import { DeadLetters } from './dead-letters.js';
import type { Delivery } from './delivery.js';
import { forgetOld } from './inbox.js';
import { createKafka, type KafkaOptions } from './kafka.js';
import { LagWatch } from './lag.js';
import { nestLogger, type EventsLogger } from './logger.js';
import { eventsMetrics } from './metrics.js';
import { findEventType } from '@huying/contracts';

/** What the transport needs. */
export interface EventTransportOptions {
  readonly service: string;
  /** The service's own; its migrations include `eventsMigrations`. */
  readonly database: Database;
  readonly kafka: KafkaOptions;
  readonly metrics?: Registry;
  readonly logger?: EventsLogger;
}

/** How long `listen` waits for the first assignment before it lets the application start without Kafka. */
const START_MS = 10_000;
const CLEANING_MS = 3_600_000;

/**
 * Nest's way to our events: `app.connectMicroservice({ strategy: new EventTransport({…}) })` calls the `@On` methods of all
 * `@Consumer()` classes. Each event takes effect once, in the order of its key; stores that are away are waited for, poison
 * goes to the dead letters, unknown types are skipped.
 */
export class EventTransport extends Server implements CustomTransportStrategy {
  override readonly transportId = Symbol('huying-events');
  override readonly propagatesEventHandlerErrors = true;
  private readonly handlers = new Map<string, MessageHandler[]>();
  private group: ConsumerGroup | undefined;
  private deadLetterProducer: CarefulProducer | undefined;
  private cleaning: NodeJS.Timeout | undefined;
  private lagWatch: LagWatch | undefined;

  constructor(private readonly options: EventTransportOptions) {
    super();
  }

  /** Keeps all handlers of a type; Nest would run them at the same time, which one transaction does not allow. */
  override addHandler(pattern: unknown, callback: MessageHandler, isEventHandler = false, extras = {}): void {
    callback.isEventHandler = isEventHandler;
    callback.extras = extras;
    const type = this.normalizePattern(pattern as string);
    const handlers = this.handlers.get(type) ?? [];
    this.handlers.set(type, [...handlers, callback]);
    if (!this.messageHandlers.has(type)) this.messageHandlers.set(type, callback);
  }

  /** Called by Nest. Goes on without Kafka after a while and joins when it is there. */
  listen(callback: (error?: unknown) => void): void {
    this.start().then(() => callback(), callback);
  }

  /** Whether this process is a member of its consumer group, or has nothing to consume. */
  get isConsuming(): boolean {
    return this.group?.isJoined ?? true;
  }

  /** Whether Kafka answers, as far as has been seen within the last minute. Without it a service goes on: its events wait. */
  get isKafkaThere(): boolean {
    return this.lagWatch?.isAnswered ?? true;
  }

  /** Finishes the batch in hand, commits it and leaves the group. */
  async close(): Promise<void> {
    clearInterval(this.cleaning);
    this.lagWatch?.stop();
    await this.group?.stop();
    await this.deadLetterProducer?.close();
    this._status$.next('stopped');
  }

  /** There are no events of the connection to listen to; see `status`. */
  on(): this {
    return this;
  }

  /** The consumer group behind this transport, for tests. */
  unwrap<T>(): T {
    return this.group as T;
  }

  private async start(): Promise<void> {
    const { service, database, kafka } = this.options;
    const types = [...this.handlers.keys()].map((name) => findEventType(name));
    const topics = [...new Set(types.flatMap((type) => (type ? [type.topic.name] : [])))];
    if (topics.length === 0) return;
    const logger = this.options.logger ?? nestLogger('EventTransport');
    const metrics = this.options.metrics && eventsMetrics(this.options.metrics);
    const client = createKafka(kafka, logger);
    this.deadLetterProducer = new CarefulProducer(client, kafka);
    const processor = new BatchProcessor({
      service,
      database,
      logger,
      metrics,
      deadLetters: new DeadLetters(service, this.deadLetterProducer),
      handlersOf: (type) => this.handlersOf(type),
    });
    this.group = new ConsumerGroup({
      service,
      topics,
      kafka,
      client,
      logger,
      metrics,
      processor,
      onStatus: (status) => this._status$.next(status),
    });
    if (metrics) this.lagWatch = new LagWatch({ client, kafka, service, topics, metrics });
    this.cleaning = setInterval(() => void forgetOld(database).catch(() => undefined), CLEANING_MS).unref();
    await this.group.start(START_MS);
  }

  private handlersOf(type: string): CallHandlers | undefined {
    const handlers = this.handlers.get(type);
    return handlers && ((delivery) => this.callAll(handlers, delivery));
  }

  private async callAll(handlers: readonly MessageHandler[], delivery: Delivery): Promise<void> {
    for (const handler of handlers) {
      const result: unknown = await handler(delivery);
      if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
    }
  }
}
