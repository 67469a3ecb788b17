import type { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { blamesTopic, describe } from './faults.js';
import { HeldTopics } from './held-topics.js';
import { createKafka, type KafkaOptions } from './kafka.js';
import { nestLogger, type EventsLogger } from './logger.js';
import { eventsMetrics, type EventsMetrics } from './metrics.js';
import { CarefulProducer } from './careful-producer.js';
import { RelaySession, type OutboxRow } from './relay-session.js';
import { pause, Patience } from './waiting.js';

/** What a relay needs. */
export interface RelayOptions {
  readonly service: string;
  /** Of the service's database; the relay opens a connection of its own to it. */
  readonly dataSource: DataSource;
  readonly kafka: KafkaOptions;
  readonly metrics?: Registry;
  readonly logger?: EventsLogger;
  /** How long sent events are kept in the outbox; default 7 days. */
  readonly retentionSeconds?: number;
}

const BATCH = 1_000;
const STANDBY_MS = 500;
const POLL_MS = 1_000;
const CLEANING_MS = 600_000;
const GAUGES_MS = 5_000;

/**
 * Sends committed events to Kafka: at least once, and per key in the order of the commits. Any number may run for a service;
 * one of them sends, the others take over within a second of its death. Outages of Kafka or the database only delay it.
 */
export class Relay {
  private readonly stopping = new AbortController();
  private readonly producer: CarefulProducer;
  private readonly logger: EventsLogger;
  private readonly metrics: EventsMetrics | undefined;
  private readonly retentionSeconds: number;
  private readonly patience = new Patience();
  private readonly held: HeldTopics;
  private running: Promise<void> | undefined;
  private session: RelaySession | undefined;
  private away: string | undefined;
  private nextCleaning = 0;
  private nextGauges = 0;

  constructor(private readonly options: RelayOptions) {
    this.logger = options.logger ?? nestLogger('Relay');
    const client = createKafka(options.kafka, this.logger);
    this.producer = new CarefulProducer(client, options.kafka);
    const apart = new CarefulProducer(client, options.kafka);
    this.held = new HeldTopics(apart, (session, rows) => this.mark(session, rows), this.logger);
    this.retentionSeconds = options.retentionSeconds ?? 7 * 86_400;
    this.metrics = options.metrics && eventsMetrics(options.metrics);
  }

  /** Starts in the background; neither Kafka nor the database need to be there yet. */
  start(): void {
    this.running ??= this.run();
  }

  /** Finishes what is on its way, lets another relay take over and returns. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.session?.interrupt();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        this.session = await RelaySession.open(this.options.dataSource);
        await this.standBy(this.session);
        await this.lead(this.session);
      } catch (error) {
        this.reportAway('database', error);
        await pause(this.patience.next(), this.stopping.signal);
      } finally {
        await this.session?.close();
        this.session = undefined;
      }
    }
    await this.producer.close();
  }

  private async standBy(session: RelaySession): Promise<void> {
    while (!this.stopping.signal.aborted && !(await session.tryToLead())) await pause(STANDBY_MS, this.stopping.signal);
  }

  /** Reads the next batch while the last one is on its way; sends it only when that one has arrived. */
  private async lead(session: RelaySession): Promise<void> {
    const onTheirWay = new Set<string>();
    let sending: { readonly rows: OutboxRow[]; readonly arrived: Promise<unknown> } | undefined;
    let marking: Promise<void> = Promise.resolve();
    this.logger.info({ service: this.options.service }, 'This relay sends the events.');
    try {
      while (!this.stopping.signal.aborted || sending) {
        await this.housekeeping(session);
        this.held.retryDue(session);
        const rows = this.stopping.signal.aborted ? [] : await session.unsent(BATCH, [...onTheirWay], this.held.names);
        if (sending) {
          const failure = await sending.arrived;
          const { rows: sent } = sending;
          sending = undefined;
          if (failure) {
            await marking;
            await this.recover(session, failure);
            onTheirWay.clear();
            continue;
          }
          await marking;
          marking = this.mark(session, sent).then(() => sent.forEach(({ position }) => onTheirWay.delete(position)));
          // Handled where it is awaited, in the next round.
          marking.catch(() => undefined);
          this.reportBack();
        }
        if (rows.length > 0) {
          rows.forEach(({ position }) => onTheirWay.add(position));
          sending = {
            rows,
            arrived: this.producer.send(rows).then(
              () => undefined,
              (error: unknown) => error ?? new Error('unknown'),
            ),
          };
          continue;
        }
        await marking;
        if (!this.stopping.signal.aborted) await session.waitForWork(POLL_MS);
      }
      await marking;
    } finally {
      // Without the connection another relay may lead by now; the batch on its way must be over before this one comes back.
      await sending?.arrived;
      await this.held.settled();
      this.metrics?.pending.remove({ service: this.options.service });
      this.metrics?.oldestAge.remove({ service: this.options.service });
    }
  }

  private async mark(session: RelaySession, rows: readonly OutboxRow[]): Promise<void> {
    await session.markSent(rows.map(({ position }) => position));
    for (const { type } of rows) this.metrics?.relayed.inc({ service: this.options.service, type });
  }

  /** After a failure: topic by topic, so that a topic that Kafka refuses holds up only itself. */
  private async recover(session: RelaySession, failure: unknown): Promise<void> {
    if (!blamesTopic(failure)) {
      this.reportAway('Kafka', failure);
      await pause(this.patience.next(), this.stopping.signal);
      return;
    }
    const rows = await session.unsent(BATCH, [], this.held.names);
    for (const topic of new Set(rows.map((row) => row.topic))) {
      const ofTopic = rows.filter((row) => row.topic === topic);
      try {
        await this.producer.send(ofTopic);
      } catch (error) {
        if (!blamesTopic(error)) return;
        this.held.hold(topic, error);
        continue;
      }
      await this.mark(session, ofTopic);
    }
  }

  private async housekeeping(session: RelaySession): Promise<void> {
    const now = Date.now();
    if (this.metrics && now >= this.nextGauges) {
      this.nextGauges = now + GAUGES_MS;
      const { pending, oldestAgeSeconds } = await session.backlog();
      this.metrics.pending.set({ service: this.options.service }, pending);
      this.metrics.oldestAge.set({ service: this.options.service }, oldestAgeSeconds);
    }
    if (now >= this.nextCleaning) {
      let hasMore = true;
      // A few at a time, so that new events do not wait for old ones to be removed.
      for (let part = 0; part < 5 && hasMore; part += 1)
        hasMore = await session.removeSentBefore(this.retentionSeconds);
      this.nextCleaning = now + (hasMore ? POLL_MS : CLEANING_MS);
    }
  }

  /** One line when something goes away, one when it is back. */
  private reportAway(what: string, error: unknown): void {
    if (this.stopping.signal.aborted || this.away === what) return;
    this.away = what;
    this.logger.warn({ service: this.options.service, ...describe(error) }, `The relay waits: no answer from ${what}.`);
  }

  private reportBack(): void {
    this.patience.reset();
    if (!this.away) return;
    this.logger.info({ service: this.options.service }, `The relay goes on: ${this.away} is back.`);
    this.away = undefined;
  }
}
