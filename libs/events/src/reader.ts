import type { JsonValue, Message } from '@bufbuild/protobuf';
import { topics as contractTopics } from '@huying/contracts';
import type { Consumer, EachMessagePayload, Kafka } from 'kafkajs';
import { v7 as uuidv7 } from 'uuid';
import { readEnvelope, readKnownEvent, UndecodableEventError, type Envelope, type ReceivedRecord } from './envelope.js';
import { createKafka, prefixed, shortRetry, unprefixed, withAdmin, type KafkaOptions } from './kafka.js';
import { nestLogger, type EventsLogger } from './logger.js';
import { endsOf } from './offsets.js';
import { pause, Patience } from './waiting.js';

/** An event as an outsider sees it. */
export interface ReadEvent {
  readonly envelope: Envelope;
  /** Undefined for a type that this version does not know. */
  readonly event: Message | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly data: JsonValue;
}

/** What an `EventReader` needs. */
export interface EventReaderOptions {
  readonly kafka: KafkaOptions;
  /** Published names; default: all topics of the published language. */
  readonly topics?: readonly string[];
  /** Default `latest`: everything that is published after `start` has resolved. */
  readonly from?: 'beginning' | 'latest';
  /** Called in the order of each partition. Without it, iterate over the reader. */
  readonly onEvent?: (event: ReadEvent) => void | Promise<void>;
  readonly logger?: EventsLogger;
}

/**
 * Reads events like an independent consumer would, by itself: no offsets are committed, nobody else's are touched. It outlives
 * outages of Kafka and goes on where it was. Records that are no events are skipped and counted.
 */
export class EventReader implements AsyncIterable<ReadEvent> {
  /** How many records were no events of the published language. */
  undecodable = 0;
  private readonly client: Kafka;
  private readonly names: string[];
  private readonly groupId: string;
  /** The next offset of each partition. */
  private readonly positions = new Map<string, bigint>();
  private readonly buffer: ReadEvent[] = [];
  private readonly stopping = new AbortController();
  private readonly stopped = new Promise<void>((resolve) =>
    this.stopping.signal.addEventListener('abort', () => resolve(), { once: true }),
  );
  private running: Promise<void> | undefined;
  private wake: () => void = () => undefined;

  constructor(private readonly options: EventReaderOptions) {
    const { kafka, topics = contractTopics.map(({ name }) => name) } = options;
    this.names = topics.map((name) => prefixed(kafka, name));
    this.client = createKafka(kafka, options.logger ?? nestLogger('EventReader'));
    this.groupId = prefixed(kafka, `huying.reader.${uuidv7()}`);
  }

  /** Resolves when the reading position of every partition is fixed. @throws KafkaJSError if Kafka or a topic is not there */
  async start(): Promise<this> {
    await withAdmin(this.client, async (admin) => {
      for (const topic of this.names) {
        for (const { partition, low, high } of await endsOf(admin, topic, 5_000)) {
          this.positions.set(`${topic}/${partition}`, this.options.from === 'beginning' ? low : high);
        }
      }
    });
    this.running ??= this.run();
    return this;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake();
    await this.running;
  }

  /** All events from the reading position on, until `stop`. */
  async *[Symbol.asyncIterator](): AsyncIterator<ReadEvent> {
    for (;;) {
      const event = this.buffer.shift();
      if (event) yield event;
      else if (this.stopping.signal.aborted) return;
      else await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  private async run(): Promise<void> {
    const patience = new Patience();
    while (!this.stopping.signal.aborted) {
      const consumer = this.client.consumer({
        groupId: this.groupId,
        allowAutoTopicCreation: false,
        maxWaitTimeInMs: 150,
        sessionTimeout: 6_000,
        heartbeatInterval: 1_500,
        retry: { ...shortRetry, restartOnFailure: () => Promise.resolve(false) },
      });
      // Whatever ended it is an outage; what the handler of the events throws comes out here as well, and is tried again.
      await this.readWith(consumer, () => patience.reset()).catch(() => undefined);
      await consumer.disconnect().catch(() => undefined);
      await pause(patience.next(), this.stopping.signal);
    }
  }

  /** Resolves when the reader is stopped, rejects when kafkajs gave up. */
  private async readWith(consumer: Consumer, onJoined: () => void): Promise<void> {
    const crash = new Promise<never>((_, reject) =>
      consumer.on('consumer.crash', ({ payload }) => reject(payload.error)),
    );
    // It may come before it is waited for.
    crash.catch(() => undefined);
    // Before the first fetch of every assignment, since nothing is committed that it could go on from.
    consumer.on('consumer.group_join', () => {
      onJoined();
      this.seek(consumer);
    });
    await consumer.connect();
    await consumer.subscribe({ topics: this.names, fromBeginning: true });
    await consumer.run({ autoCommit: false, eachMessage: (payload) => this.receive(payload) });
    await Promise.race([crash, this.stopped]);
  }

  private seek(consumer: Consumer): void {
    for (const [place, offset] of this.positions) {
      const [topic = '', partition] = place.split('/');
      consumer.seek({ topic, partition: Number(partition), offset: offset.toString() });
    }
  }

  private async receive({ topic, partition, message }: EachMessagePayload): Promise<void> {
    const { offset, key, value, headers } = message;
    const place = `${topic}/${partition}`;
    if (BigInt(offset) < (this.positions.get(place) ?? 0n)) return;
    const read = this.read({ topic: unprefixed(this.options.kafka, topic), partition, offset, key, value, headers });
    if (read && this.options.onEvent) await this.options.onEvent(read);
    else if (read) this.buffer.push(read);
    this.positions.set(place, BigInt(offset) + 1n);
    this.wake();
  }

  private read(record: ReceivedRecord): ReadEvent | undefined {
    try {
      const { envelope, headers, data } = readEnvelope(record);
      return { envelope, headers, data, event: readKnownEvent(envelope.type, data) };
    } catch (error) {
      if (!(error instanceof UndecodableEventError)) throw error;
      this.undecodable += 1;
      return undefined;
    }
  }
}

/**
 * Every record that a topic holds at this moment, in the order of each partition, events or not.
 * @throws KafkaJSError if Kafka or the topic is not there
 */
export async function readAll(client: Kafka, kafka: KafkaOptions, topic: string): Promise<ReceivedRecord[]> {
  const name = prefixed(kafka, topic);
  const ends = await withAdmin(client, (admin) => endsOf(admin, name, 5_000));
  const unread = new Map(ends.filter(({ low, high }) => high > low).map(({ partition, high }) => [partition, high]));
  const records: ReceivedRecord[] = [];
  if (unread.size === 0) return records;
  const consumer = client.consumer({
    groupId: prefixed(kafka, `huying.reader.${uuidv7()}`),
    allowAutoTopicCreation: false,
    maxWaitTimeInMs: 100,
  });
  try {
    await consumer.connect();
    await consumer.subscribe({ topic: name, fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      consumer.on('consumer.crash', ({ payload }) => reject(payload.error));
      const run = consumer.run({
        autoCommit: false,
        eachBatch: ({ batch }) => {
          const { partition, messages } = batch;
          const end = unread.get(partition);
          for (const { offset, key, value, headers } of messages) {
            if (end !== undefined && BigInt(offset) < end)
              records.push({ topic, partition, offset, key, value, headers });
          }
          if (end !== undefined && BigInt(batch.lastOffset()) + 1n >= end) unread.delete(partition);
          if (unread.size === 0) resolve();
          return Promise.resolve();
        },
      });
      run.catch(reject);
    });
  } finally {
    await consumer.disconnect();
  }
  return records;
}
