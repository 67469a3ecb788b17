import {
  deadLetterTopic,
  districtTopic,
  eventTypes,
  publisherOf,
  topics as contractTopics,
  type Topic,
} from '@huying/contracts';
import { createKafka, prefixed, withAdmin, type KafkaOptions } from './kafka.js';
import { nestLogger, type EventsLogger } from './logger.js';
import { endsOf, onceTopicsSettle } from './offsets.js';

/** What `createTopics` may be told. */
export interface CreateTopicsOptions {
  /** Whose dead-letter topics are made; by default those of all services that publish events. */
  readonly services?: readonly string[];
  /** Copies of each partition; -1, the default, leaves it to the broker. */
  readonly replicationFactor?: number;
  /**
   * Fewer partitions than the published language says, for a platform that is for trying: they are for spreading work over machines,
   * and on one machine each costs every consumer a little with every event. Default: no limit.
   */
  readonly mostPartitions?: number;
  readonly logger?: EventsLogger;
}

/** The services that publish events, by the published language. */
export const publishingServices: readonly string[] = [...new Set(eventTypes.map(publisherOf))].sort();

/** All topics of the platform: those of the published language, the district's, and the dead letters of these services. */
export function platformTopics(services: readonly string[] = publishingServices): Topic[] {
  return [...contractTopics, districtTopic, ...services.map(deadLetterTopic)];
}

const DAY_MS = 86_400_000;

/**
 * Creates the topics that are not there yet, with the partitions and retention of the published language; existing ones are
 * left as they are. Returns the names (with prefix) of those that were created.
 * @throws KafkaJSError when Kafka does not answer
 */
export async function createTopics(kafka: KafkaOptions, options: CreateTopicsOptions = {}): Promise<string[]> {
  const { services, replicationFactor = -1, mostPartitions = Infinity, logger = nestLogger('Events') } = options;
  const client = createKafka(kafka, logger, { initialRetryTime: 200, maxRetryTime: 2_000, retries: 10 });
  return withAdmin(client, async (admin) => {
    const existing = new Set(await admin.listTopics());
    const missing = platformTopics(services)
      .map((topic) => ({ ...topic, name: prefixed(kafka, topic.name) }))
      .filter(({ name }) => !existing.has(name));
    if (missing.length === 0) return [];
    await admin.createTopics({
      // Its waiting gives up on a topic that a broker has not heard of yet.
      waitForLeaders: false,
      topics: missing.map(({ name, partitions, retentionDays }) => ({
        topic: name,
        numPartitions: Math.min(partitions, mostPartitions),
        replicationFactor,
        configEntries: [
          { name: 'cleanup.policy', value: 'delete' },
          { name: 'retention.ms', value: String(retentionDays * DAY_MS) },
        ],
      })),
    });
    const names = missing.map(({ name }) => name);
    // Who is told of new topics may use them at once.
    for (const name of names) await endsOf(admin, name);
    return names;
  });
}

/**
 * Deletes all topics of a platform that was only for trying, as tests start: a broker that keeps those of every one is slow
 * before long.
 * @throws RangeError without a prefix, which would mean the topics of everybody
 */
export async function deleteTopics(kafka: KafkaOptions): Promise<void> {
  const { topicPrefix = '' } = kafka;
  if (topicPrefix === '') throw new RangeError('Only the topics of a prefix are deleted.');
  await deleteThose(kafka, (name) => name.startsWith(topicPrefix));
}

/** Deletes the platform's own topics with all that they hold, and with how far anybody has read: for a platform that begins again. */
export function deletePlatformTopics(kafka: KafkaOptions): Promise<void> {
  const names = new Set(platformTopics().map(({ name }) => prefixed(kafka, name)));
  return deleteThose(kafka, (name) => names.has(name));
}

/** How many events the platform's own topics hold. */
export async function countEvents(kafka: KafkaOptions): Promise<number> {
  return withAdmin(createKafka(kafka, nestLogger('Events')), async (admin) => {
    const existing = new Set(await admin.listTopics());
    let events = 0n;
    for (const name of platformTopics().map((topic) => prefixed(kafka, topic.name))) {
      if (!existing.has(name)) continue;
      for (const { low, high } of await endsOf(admin, name)) events += high - low;
    }
    return Number(events);
  });
}

async function deleteThose(kafka: KafkaOptions, isMeant: (name: string) => boolean): Promise<void> {
  await withAdmin(createKafka(kafka, nestLogger('Events')), (admin) =>
    // Asked anew each time: a topic that is gone, since the answer to an earlier request came late, is not asked for again.
    onceTopicsSettle(async () => {
      const topics = (await admin.listTopics()).filter(isMeant);
      if (topics.length > 0) await admin.deleteTopics({ topics });
    }),
  );
}
