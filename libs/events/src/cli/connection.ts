import { readFile } from 'node:fs/promises';
import { createKafka, kafkaSignIn, type KafkaOptions } from '../kafka.js';
import type { EventsLogger } from '../logger.js';
import type { Kafka } from 'kafkajs';

/** Something that the person at the terminal can mend; its message is all that they need. */
export class UsageError extends Error {}

const silent: EventsLogger = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Kafka as these commands use it. */
export interface Connection {
  readonly kafka: KafkaOptions;
  readonly client: Kafka;
  readonly logger: EventsLogger;
}

/**
 * The Kafka that the environment names, else that of the platform that runs here.
 * @throws UsageError if there is neither
 */
export async function connectionFrom(
  environment: NodeJS.ProcessEnv,
  platformFile = '.data/platform.json',
): Promise<Connection> {
  const settings = await settingsOf('KAFKA_BROKERS', environment, platformFile);
  const brokers =
    settings.KAFKA_BROKERS?.split(',')
      .map((broker) => broker.trim())
      .filter(Boolean) ?? [];
  if (brokers.length === 0) {
    throw new UsageError(
      'No Kafka is known: start a platform here with `npm start`, or set KAFKA_BROKERS to host:port of one.',
    );
  }
  const kafka: KafkaOptions = {
    brokers,
    topicPrefix: environment.TOPIC_PREFIX ?? settings.TOPIC_PREFIX ?? '',
    clientId: 'huying-events-cli',
    signIn: signInOf(environment),
  };
  return {
    kafka,
    logger: silent,
    client: createKafka(kafka, silent, { retries: 3, initialRetryTime: 200, maxRetryTime: 1_000 }),
  };
}

/**
 * The settings of a command: the environment if it names that server, else those of the platform that runs in this directory;
 * empty if none does.
 */
export async function settingsOf(
  server: 'KAFKA_BROKERS' | 'POSTGRES_URL',
  environment: NodeJS.ProcessEnv = process.env,
  platformFile = '.data/platform.json',
): Promise<Readonly<Record<string, string | undefined>>> {
  if (environment[server]) return environment;
  try {
    const platform = JSON.parse(await readFile(platformFile, 'utf8')) as { environment?: Record<string, string> };
    return platform.environment ?? {};
  } catch {
    return {};
  }
}

function signInOf(environment: NodeJS.ProcessEnv) {
  try {
    return kafkaSignIn(environment);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
