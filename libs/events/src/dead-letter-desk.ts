import type { IHeaders, Kafka } from 'kafkajs';
import { deadLetterTopic } from '@huying/contracts';
import { CarefulProducer, type OutgoingRecord } from './careful-producer.js';
import { deadLetterHeaders as names } from './dead-letters.js';
import { textHeaders, type ReceivedRecord } from './envelope.js';
import { prefixed, unprefixed, withAdmin, type KafkaOptions } from './kafka.js';
import { readAll } from './reader.js';

/** A record that a service could not handle, as far as people are shown it: nothing of its contents. */
export interface DeadLetter {
  readonly service: string;
  /** The event's id, or its place (`topic/partition/offset`) if it has none. */
  readonly id: string;
  readonly type: string;
  readonly origin: { readonly topic: string; readonly partition: string; readonly offset: string };
  readonly error: { readonly name: string; readonly code: string; readonly message: string };
  readonly failedAt: string;
  /** Its own place among the dead letters. */
  readonly offset: string;
}

const REPLAY_BATCH = 100;

interface StoredLetter extends DeadLetter {
  readonly record: ReceivedRecord;
}

/** Lists, replays and dismisses dead letters. What was replayed is off the list, until it fails again; what was dismissed, for good. */
export class DeadLetterDesk {
  constructor(
    private readonly client: Kafka,
    private readonly kafka: KafkaOptions,
  ) {}

  /** The services that have a dead-letter topic in this Kafka. */
  async services(): Promise<string[]> {
    const topics = await withAdmin(this.client, (admin) => admin.listTopics());
    return topics
      .filter((topic) => topic.startsWith(this.kafka.topicPrefix ?? ''))
      .flatMap((topic) => /^huying\.([a-z-]+)\.dead-letters\.v1$/.exec(unprefixed(this.kafka, topic))?.[1] ?? [])
      .sort();
  }

  /** What waits for a decision, the oldest first. An event that failed several times is listed once, with its last failure. */
  async list(service: string): Promise<DeadLetter[]> {
    return (await this.read(service)).map(({ record: _, ...letter }) => letter);
  }

  /**
   * Publishes dead letters of a service again on the topics they came from, as they were. Their ids are the same, so that only
   * a service whose inbox does not have them applies them, once, however often they are replayed.
   */
  async replay(service: string, letters: readonly DeadLetter[]): Promise<void> {
    const wanted = new Set(letters.map(({ offset }) => offset));
    const stored = (await this.read(service)).filter(({ offset }) => wanted.has(offset));
    const producer = new CarefulProducer(this.client, this.kafka);
    try {
      for (let start = 0; start < stored.length; start += REPLAY_BATCH) {
        const batch = stored.slice(start, start + REPLAY_BATCH);
        await producer.send(
          batch.map(({ origin, record: { key, value, headers } }) => ({
            topic: origin.topic,
            key,
            value,
            headers: withoutOurs(headers),
          })),
        );
        // If this is never reached they are listed still, and replaying them once more does no harm.
        await producer.send(batch.map((letter) => noteOf(letter, names.replayed)));
      }
    } finally {
      await producer.close();
    }
  }

  /** Takes dead letters off the list that no mending would make readable: a replay would only make them anew. */
  async dismiss(service: string, letters: readonly DeadLetter[]): Promise<void> {
    const unwanted = new Set(letters.map(({ offset }) => offset));
    const stored = (await this.read(service)).filter(({ offset }) => unwanted.has(offset));
    const producer = new CarefulProducer(this.client, this.kafka);
    try {
      await producer.send(stored.map((letter) => noteOf(letter, names.dismissed)));
    } finally {
      await producer.close();
    }
  }

  private async read(service: string): Promise<StoredLetter[]> {
    const letters = new Map<string, StoredLetter>();
    for (const record of await readAll(this.client, this.kafka, deadLetterTopic(service).name)) {
      const headers = textHeaders(record.headers);
      const settled = headers[names.replayed] ?? headers[names.dismissed];
      if (settled === undefined) {
        const letter = letterOf(service, record, headers);
        letters.delete(letter.id);
        letters.set(letter.id, letter);
        continue;
      }
      for (const [id, { offset }] of letters) if (offset === settled) letters.delete(id);
    }
    return [...letters.values()];
  }
}

/** Says among the dead letters what was done about one of them. */
function noteOf(
  { service, offset, record }: StoredLetter,
  done: typeof names.replayed | typeof names.dismissed,
): OutgoingRecord {
  const headers = { [names.service]: service, [done]: offset, [names.failedAt]: new Date().toISOString() };
  return { topic: deadLetterTopic(service).name, key: record.key, value: null, headers };
}

function letterOf(service: string, record: ReceivedRecord, headers: Readonly<Record<string, string>>): StoredLetter {
  const of = (name: string) => headers[name] ?? '';
  const origin = { topic: of(names.topic), partition: of(names.partition), offset: of(names.offset) };
  return {
    service,
    id: headers.ce_id ?? `${origin.topic}/${origin.partition}/${origin.offset}`,
    type: of('ce_type') || 'unknown',
    origin,
    error: { name: of(names.error), code: of(names.code), message: of(names.message) },
    failedAt: of(names.failedAt),
    offset: record.offset,
    record,
  };
}

const ours = new Set<string>(Object.values(names));

function withoutOurs(headers: IHeaders = {}): IHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ours.has(name)));
}

/** Whether Kafka has that topic. */
export async function hasTopic(client: Kafka, kafka: KafkaOptions, topic: string): Promise<boolean> {
  return (await withAdmin(client, (admin) => admin.listTopics())).includes(prefixed(kafka, topic));
}
