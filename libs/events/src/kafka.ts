import { readFileSync } from 'node:fs';
import { Kafka, logLevel, type Admin, type LogEntry, type logCreator, type RetryOptions } from 'kafkajs';
import { repairKafkajs } from './kafkajs-repairs.js';
import type { EventsLogger } from './logger.js';

/** How to reach Kafka. */
export interface KafkaOptions {
  readonly brokers: string[];
  /** Put before every topic and consumer group, so that several platforms can share one Kafka. Default: nothing. */
  readonly topicPrefix?: string;
  /** How this process shows up in Kafka's own logs and quotas. */
  readonly clientId?: string;
  /** Who this process is to Kafka. Default: Kafka asks nobody, and speaks without TLS. */
  readonly signIn?: KafkaSignIn;
}

/** A user of Kafka's, by SCRAM-SHA-512 (RFC 5802) and over TLS only. */
export interface KafkaSignIn {
  readonly username: string;
  readonly password: string;
  /** The file with the certificates, as PEM, of whoever vouches for the brokers. It is read again for each client. */
  readonly caFile: string;
}

/** The variables that say who a process is to Kafka; all three, or none. */
export interface KafkaSignInVariables {
  readonly KAFKA_USERNAME?: string;
  readonly KAFKA_PASSWORD?: string;
  readonly KAFKA_CA_FILE?: string;
}

/**
 * Who a process is to Kafka, by its environment; nothing if none of the three is set.
 * @throws TypeError if only some are: a password would go over an open line, or nobody would be asked for one
 */
export function kafkaSignIn(variables: KafkaSignInVariables): KafkaSignIn | undefined {
  const { KAFKA_USERNAME: username = '', KAFKA_PASSWORD: password = '', KAFKA_CA_FILE: caFile = '' } = variables;
  if (!username && !password && !caFile) return undefined;
  if (username && password && caFile) return { username, password, caFile };
  throw new TypeError('KAFKA_USERNAME, KAFKA_PASSWORD and KAFKA_CA_FILE go together: set all three or none.');
}

/** The name that a topic or group of the published language has in this Kafka. */
export function prefixed(kafka: KafkaOptions, name: string): string {
  return `${kafka.topicPrefix ?? ''}${name}`;
}

/** The published name of a topic in this Kafka. */
export function unprefixed(kafka: KafkaOptions, name: string): string {
  const prefix = kafka.topicPrefix ?? '';
  return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}

/** Quick to give up: the callers have their own, endless backoff, and must notice that Kafka is away. */
export const shortRetry: RetryOptions = {
  initialRetryTime: 100,
  maxRetryTime: 1_000,
  factor: 0.2,
  multiplier: 2,
  retries: 4,
};

const QUIET_MS = 60_000;

/** Parts of kafkajs whose complaints reach our code as errors, which says once that Kafka is away, and once that it is back. */
const reportedByUs = new Set(['Connection', 'BrokerPool', 'Consumer', 'Producer']);

/** Of what kafkajs has to say, each line is passed on once a minute, without its stacks. */
function quietLogs(logger: EventsLogger): logCreator {
  const lastSaid = new Map<string, number>();
  return () =>
    ({ namespace, label, log }: LogEntry) => {
      if (reportedByUs.has(namespace)) return;
      const line = `Kafka client, ${namespace || label}: ${log.message}`;
      const now = Date.now();
      if (now - (lastSaid.get(line) ?? 0) < QUIET_MS) return;
      if (lastSaid.size > 500) lastSaid.clear();
      lastSaid.set(line, now);
      logger.warn({}, line);
    };
}

/** A kafkajs client with this package's habits. */
export function createKafka(options: KafkaOptions, logger: EventsLogger, retry: RetryOptions = shortRetry): Kafka {
  repairKafkajs();
  const { signIn } = options;
  return new Kafka({
    clientId: options.clientId ?? 'huying',
    brokers: options.brokers,
    ...(signIn && {
      ssl: { ca: [readFileSync(signIn.caFile, 'utf8')] },
      sasl: { mechanism: 'scram-sha-512', username: signIn.username, password: signIn.password },
    }),
    connectionTimeout: 3_000,
    requestTimeout: 15_000,
    logLevel: logLevel.WARN,
    logCreator: quietLogs(logger),
    retry,
  });
}

/** Runs `work` with an admin client that is closed afterwards. */
export async function withAdmin<Result>(client: Kafka, work: (admin: Admin) => Promise<Result>): Promise<Result> {
  const admin = client.admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}
