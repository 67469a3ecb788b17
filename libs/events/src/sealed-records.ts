import { deadLetterTopic, eventTypes } from '@huying/contracts';
import { sealedText } from '@huying/database';
import { readEnvelope, UndecodableEventError, type ReceivedRecord } from './envelope.js';
import { createKafka, prefixed, withAdmin, type KafkaOptions } from './kafka.js';
import { nestLogger } from './logger.js';
import { readAll } from './reader.js';
import { publishingServices } from './topics.js';

/** Events that Kafka keeps with something in them that a key has sealed. */
export interface SealedRecords {
  readonly topic: string;
  /** The mark of the key. */
  readonly key: string;
  readonly events: number;
  /** When Kafka will have forgotten the last of them. */
  readonly keptUntil: Date;
}

const DAY_MS = 86_400_000;

/** Topics whose events may hold what is sealed: a field that begins with `sealed_`, and what could not be handled of such an event. */
const sealedTopics = () => [
  ...new Map(
    eventTypes
      .filter(({ schema }) => schema.fields.some(({ name }) => name.startsWith('sealed_')))
      .map(({ topic }) => [topic.name, topic]),
  ).values(),
  ...publishingServices.map(deadLetterTopic),
];

/** What keys have sealed the values in events that Kafka still holds: whoever reads them again needs those keys. */
export async function findSealedRecords(kafka: KafkaOptions): Promise<SealedRecords[]> {
  const client = createKafka(kafka, nestLogger('SealedRecords'));
  const there = new Set(await withAdmin(client, (admin) => admin.listTopics()));
  const found: SealedRecords[] = [];
  for (const { name, retentionDays } of sealedTopics()) {
    if (!there.has(prefixed(kafka, name))) continue;
    const sealed = new Map<string, { events: number; latest: number }>();
    for (const record of await readAll(client, kafka, name)) {
      for (const key of keysIn(record)) {
        const { events, latest } = sealed.get(key) ?? { events: 0, latest: 0 };
        sealed.set(key, { events: events + 1, latest: Math.max(latest, timeOf(record)) });
      }
    }
    for (const [key, { events, latest }] of sealed) {
      found.push({ topic: name, key, events, keptUntil: new Date(latest + retentionDays * DAY_MS) });
    }
  }
  return found;
}

function keysIn({ value }: ReceivedRecord): Set<string> {
  const marks = (value?.toString() ?? '').matchAll(new RegExp(sealedText.source, 'g'));
  return new Set([...marks].map(([, key]) => key ?? ''));
}

/** As the event says, which is a moment before Kafka had it; now for what does not say. */
function timeOf(record: ReceivedRecord): number {
  try {
    return readEnvelope(record).envelope.time.epochMilliseconds;
  } catch (error) {
    if (error instanceof UndecodableEventError) return Date.now();
    throw error;
  }
}
