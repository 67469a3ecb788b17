import type { Message } from '@bufbuild/protobuf';
import { findEventType } from '@huying/contracts';
import { isDatabaseUnavailable, type Database, type Tx } from '@huying/database';
import { exemplarOf } from '@huying/observability';
import type { Span } from '@opentelemetry/api';
import type { DeadLetters } from './dead-letters.js';
import type { Delivery } from './delivery.js';
import {
  readEnvelope,
  readEvent,
  typeNameOf,
  UndecodableEventError,
  type Envelope,
  type ReceivedRecord,
} from './envelope.js';
import { describe, isClash, isPassing, PermanentError } from './faults.js';
import { recordAsNew } from './inbox.js';
import type { EventsLogger } from './logger.js';
import type { EventsMetrics } from './metrics.js';
import { partitionOf, placeOf, type Stop, type Waits } from './stops.js';
import { inConsumerSpan } from './tracing.js';

/** Calls everything in the service that wants events of one type. */
export type CallHandlers = (delivery: Delivery) => Promise<void>;

export interface BatchProcessorOptions {
  readonly service: string;
  readonly database: Database;
  readonly deadLetters: DeadLetters;
  readonly handlersOf: (typeName: string) => CallHandlers | undefined;
  readonly logger: EventsLogger;
  readonly metrics: EventsMetrics | undefined;
}

interface DecodedEvent {
  readonly record: ReceivedRecord;
  readonly envelope: Envelope;
  readonly headers: Record<string, string>;
  readonly event: Message;
  readonly handle: CallHandlers;
}

interface Failure {
  readonly error: unknown;
  /** Which of the events failed; undefined when it was all of them together. */
  readonly at?: number;
}

/** How often an event is tried before it counts as poison: what it waits for may be on its way. */
const TRIES = 3;

/** How often a run of events is tried again at once after it met another transaction. */
const CLASHES = 5;

/** Thrown when an error was swallowed inside a transaction: PostgreSQL would answer COMMIT with a silent rollback. */
const ABORTED = '25P02';

/**
 * Turns records into effects, each once, those of a partition in their order: inbox rows and the handlers' effects are one
 * transaction for many events. What cannot be handled is settled as a dead letter; what must wait stops its partition.
 */
export class BatchProcessor {
  private readonly strikes = new Map<string, number>();

  constructor(private readonly options: BatchProcessorOptions) {}

  /** Returns the partitions that must wait; every record that is not at or behind such a stop is settled. */
  async process(records: readonly ReceivedRecord[]): Promise<ReadonlyMap<string, Stop>> {
    const stops = new Map<string, Stop>();
    const events: DecodedEvent[] = [];
    for (const record of records) {
      if (stops.has(partitionOf(record))) continue;
      try {
        const decoded = this.decode(record);
        if (decoded) events.push(decoded);
      } catch (error) {
        // The earlier ones first: what is settled is always a beginning of the partition.
        await this.settle(events.splice(0), stops);
        if (stops.has(partitionOf(record))) continue;
        const waits = await this.bury(record, error);
        if (waits) stops.set(partitionOf(record), { record, waits });
      }
    }
    await this.settle(events, stops);
    return stops;
  }

  /** The event, if somebody wants it. @throws UndecodableEventError */
  private decode(record: ReceivedRecord): DecodedEvent | undefined {
    const named = typeNameOf(record);
    if (named !== undefined && !this.options.handlersOf(named)) return this.skip(named);
    const { envelope, headers, data } = readEnvelope(record);
    const handle = this.options.handlersOf(envelope.type);
    const type = findEventType(envelope.type);
    if (!handle || !type) return this.skip(envelope.type);
    return { record, envelope, headers, handle, event: readEvent(type, data) };
  }

  private skip(type: string): undefined {
    // Types that are not ours could be any text: they share one label.
    this.count(findEventType(type)?.name ?? 'unknown', 'skipped');
  }

  /** Settles events in as few transactions as their faults allow. */
  private async settle(events: readonly DecodedEvent[], stops: Map<string, Stop>): Promise<void> {
    let pending = events;
    let size = pending.length;
    let clashes = 0;
    const stop = (partitions: ReadonlySet<string>, waits: Waits) => {
      for (const { record } of pending) {
        const partition = partitionOf(record);
        if (partitions.has(partition) && !stops.has(partition)) stops.set(partition, { record, waits });
      }
      pending = pending.filter(({ record }) => !stops.has(partitionOf(record)));
      size = pending.length;
    };
    for (let first = pending[0]; first; first = pending[0]) {
      const run = pending.slice(0, size);
      const failure = await this.apply(run);
      if (!failure) {
        pending = pending.slice(run.length);
        size = pending.length;
      } else if (isClash(failure.error) && clashes < CLASHES) {
        // Fewer rows locked at a time, and the other transaction has come to its end.
        clashes += 1;
        size = Math.ceil(run.length / 4);
      } else if (isPassing(failure.error)) {
        stop(this.partitionsThatWait(run, failure), { error: failure.error, passing: true });
      } else if (failure.at !== 0 && run.length > 1) {
        // Those before the one that failed; if it cannot be told which it was, half of them, until it stands alone.
        size = failure.at ?? Math.floor(run.length / 2);
      } else {
        const verdict = await this.strike(first, failure.error);
        if (typeof verdict === 'object') stop(new Set([partitionOf(first.record)]), verdict);
        else if (verdict === 'again') size = 1;
        else {
          pending = pending.slice(1);
          size = pending.length;
        }
      }
    }
  }

  /** That of the event whose handler found something away; all of them when it is the database, or nobody knows whose it was. */
  private partitionsThatWait(run: readonly DecodedEvent[], { error, at }: Failure): Set<string> {
    const culprit = at === undefined || isDatabaseUnavailable(error) ? undefined : run[at];
    return new Set((culprit ? [culprit] : run).map(({ record }) => partitionOf(record)));
  }

  /** One transaction for all of them. Undefined when it is committed. */
  private async apply(events: readonly DecodedEvent[]): Promise<Failure | undefined> {
    let at: number | undefined;
    /** Of each event that is applied, where it was traced; undefined of a repeated one. */
    let spans: (Span | undefined)[] = [];
    try {
      await this.options.database.withTransaction(async (tx) => {
        spans = [];
        const fresh = await recordAsNew(
          tx,
          events.map(({ envelope }) => envelope),
        );
        for (const [index, decoded] of events.entries()) {
          at = index;
          // An id may come twice in one run; the first counts.
          const isNew = fresh.delete(decoded.envelope.id);
          spans.push(isNew ? await this.handle(decoded, tx) : undefined);
        }
        at = undefined;
        await tx.query('SELECT 1');
      });
    } catch (error) {
      return { error, at: describe(error).code === ABORTED ? undefined : at };
    }
    events.forEach(({ envelope, record }, index) => {
      const span = spans[index];
      this.strikes.delete(placeOf(record));
      this.count(envelope.type, span ? 'applied' : 'repeated');
      if (span) this.observeDelay(envelope, span);
    });
    return undefined;
  }

  private handle({ event, envelope, headers, handle }: DecodedEvent, tx: Tx): Promise<Span> {
    return inConsumerSpan({ envelope, headers, service: this.options.service, tx }, (own) =>
      handle({ event, envelope, tx: own }),
    );
  }

  /** Counts a failed try: the second comes at once, the third when other partitions had a moment, then it is a dead letter. */
  private async strike({ record, envelope }: DecodedEvent, error: unknown): Promise<'again' | 'settled' | Waits> {
    const place = placeOf(record);
    const strikes = (this.strikes.get(place) ?? 0) + 1;
    if (strikes < TRIES && !(error instanceof PermanentError)) {
      if (this.strikes.size > 10_000) this.strikes.clear();
      this.strikes.set(place, strikes);
      return strikes === 1 ? 'again' : { error, passing: false };
    }
    const waits = await this.bury(record, error, envelope.type);
    if (!waits) this.strikes.delete(place);
    return waits ?? 'settled';
  }

  /** Undefined when the dead letter is safe; else Kafka does not take it, which will pass. */
  private async bury(record: ReceivedRecord, reason: unknown, type = 'undecodable'): Promise<Waits | undefined> {
    try {
      await this.options.deadLetters.add(record, reason);
    } catch (error) {
      return { error, passing: true };
    }
    const { topic, partition, offset } = record;
    const cause = reason instanceof UndecodableEventError ? { error: 'UndecodableEventError' } : describe(reason);
    this.options.logger.error(
      {
        service: this.options.service,
        type,
        topic,
        partition,
        offset,
        error: cause.error,
        code: describe(reason).code,
      },
      'An event could not be handled; it is among the dead letters.',
    );
    this.count(type, 'dead');
    this.options.metrics?.deadLetters.inc({ service: this.options.service, type });
    return undefined;
  }

  private count(type: string, outcome: string): void {
    this.options.metrics?.handled.inc({ service: this.options.service, type, outcome });
  }

  private observeDelay({ type, time }: Envelope, span: Span): void {
    const value = Math.max(0, (Date.now() - time.epochMilliseconds) / 1_000);
    const labels = { service: this.options.service, type };
    this.options.metrics?.delay.observe({ labels, value, exemplarLabels: exemplarOf(span) });
  }
}
