import { readFileSync } from 'node:fs';
import { isEncryptionKey } from '@huying/database';
import { kafkaSignIn, type KafkaOptions } from '@huying/events';
import { z } from 'zod';

const list = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .pipe(z.array(z.string().min(1)).min(1));

const whole = (minimum: number, maximum: number) => z.coerce.number().int().min(minimum).max(maximum);

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const network = z.union([z.cidrv4(), z.cidrv6()]);

/** The networks that a setting lists, separated by commas. */
export const networksOf = (text: string): string[] => text.split(',').flatMap((part) => part.trim() || []);

/** Settings of a service as one JSON object; the service itself knows what may be in it. */
const settings = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'it must be JSON' });
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string(), z.unknown()))
  .prefault('{}');

/** Every environment variable of a service, with its default; `.env.example` lists the same. */
const schema = z.object({
  /** Where it is not said, nothing is let through that is for trying only. */
  NODE_ENV: z.enum(['development', 'test', 'production']).default('production'),
  HOST: z.string().default('127.0.0.1'),
  PORT: whole(0, 65_535).default(8080),
  METRICS_PORT: whole(0, 65_535).default(9464),
  KAFKA_BROKERS: list,
  /** Who the service is to Kafka, over TLS: all three, or none where Kafka asks nobody. */
  KAFKA_USERNAME: z.string().default(''),
  KAFKA_PASSWORD: z.string().default(''),
  KAFKA_CA_FILE: z.string().default(''),
  POSTGRES_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }),
  TOPIC_PREFIX: z
    .string()
    .regex(/^[\w.-]*$/)
    .default(''),
  DATABASE_PREFIX: z
    .string()
    .regex(/^[a-z0-9_]*$/)
    .default('huying_'),
  REDIS_PREFIX: z.string().default('huying:'),
  OIDC_ISSUER: z.url({ protocol: /^https?$/ }),
  OIDC_AUDIENCE: z.string().min(1).default('huying'),
  ENCRYPTION_KEYS: list.refine((keys) => keys.every(isEncryptionKey), 'each must be a key (k1.aesgcm256.…)'),
  BLIND_INDEX_KEY: z.string().min(32),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  RATE_LIMIT_PER_MINUTE: whole(1, 1_000_000_000).default(600),
  BODY_LIMIT_BYTES: whole(1_024, 1_073_741_824).default(1_048_576),
  /** Places in services still to come that one volunteer may hold at a time. */
  CLAIMS_OPEN_LIMIT: whole(1, 1_000).default(10),
  /** Hours of service that one volunteer may take on in a week (Monday to Monday). */
  CLAIMS_WEEK_HOURS: whole(1, 168).default(24),
  /** What counts how much when mediators are proposed. */
  MEDIATION_MATCHING: settings,
  /** When the early warning speaks. */
  MEDIATION_WARNINGS: settings,
  /** So many different callers about one item of the catalogue make it a common problem … */
  COMMON_PROBLEM_CALLERS: whole(2, 100_000).default(5),
  /** … if they called within so many days. */
  COMMON_PROBLEM_DAYS: whole(1, 365).default(30),
  /** Households whose support makes a resident's proposal ready for staff. */
  PROPOSAL_SUPPORTERS: whole(1, 100_000).default(20),
  /** Days for which a household must be known before it proposes or supports. */
  PROPOSAL_HOUSEHOLD_DAYS: whole(0, 3_650).default(30),
  /** Days for which personal data is kept, by rule: {"request.calls": 90}. */
  RETENTION_DAYS: settings,
  /** Where files lie that people upload … */
  ATTACHMENTS_DIRECTORY: z.string().min(1).default('.data/attachments'),
  /** … unless a bucket of an S3-compatible store is named, which the keys of the environment open. */
  ATTACHMENTS_S3_BUCKET: z.string().default(''),
  ATTACHMENTS_S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  ATTACHMENTS_S3_REGION: z.string().default('us-east-1'),
  /** Networks that webhooks may reach though they are private: 10.1.0.0/16, comma-separated. */
  WEBHOOK_PRIVATE_NETWORKS: z
    .string()
    .refine(
      (text) => networksOf(text).every((part) => network.safeParse(part).success),
      'it must list networks (10.1.0.0/16)',
    )
    .default(''),
  TIME_ZONE: z.string().refine(isTimeZone, 'it must be a time zone (Asia/Shanghai)').default('Asia/Shanghai'),
  TRUST_PROXY: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true'),
  /** A problem that its route does not declare becomes a 500: for tests. */
  STRICT_PROBLEMS: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true'),
});

/** A service's configuration, checked. */
export type Configuration = z.infer<typeof schema>;

/** How Kafka is reached. @param clientId how the process is known there */
export const kafkaOf = (configuration: Configuration, clientId: string): KafkaOptions => ({
  brokers: configuration.KAFKA_BROKERS,
  topicPrefix: configuration.TOPIC_PREFIX,
  clientId,
  signIn: kafkaSignIn(configuration),
});

/** The environment is not fit to start with; the message names every variable and what is wrong with it. */
export class ConfigurationError extends Error {
  readonly code = 'configuration-invalid';
}

/** What is secret, or has a secret in it; each may be given as a file instead, whose path is in `<NAME>_FILE`. */
export const secretNames = ['POSTGRES_URL', 'REDIS_URL', 'ENCRYPTION_KEYS', 'BLIND_INDEX_KEY'] as const;

/**
 * The environment with the secrets that are given as files, as orchestrators mount them; line breaks at their end do not count.
 * @param fault hears a sentence for each file that cannot be read, and for each secret that is given twice; never what is in it
 */
function withSecretFiles(environment: NodeJS.ProcessEnv, fault: (sentence: string) => void): NodeJS.ProcessEnv {
  const known: NodeJS.ProcessEnv = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  for (const name of secretNames) {
    const file = known[`${name}_FILE`];
    if (file === undefined) continue;
    if (known[name] !== undefined) {
      fault(`${name} and ${name}_FILE are both set: leave one of them out.`);
      continue;
    }
    try {
      // An empty file is as good as none.
      known[name] = readFileSync(file, 'utf8').replace(/[\r\n]+$/, '') || undefined;
    } catch (error) {
      fault(`${name}_FILE cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}.`);
    }
  }
  return known;
}

/**
 * The configuration from the environment, and from the files that it names for secrets.
 * @throws ConfigurationError with a sentence for each variable that is wrong
 */
export function readConfiguration(environment: NodeJS.ProcessEnv): Configuration {
  const faults: string[] = [];
  const known = withSecretFiles(environment, (sentence) => faults.push(sentence));
  const result = schema.safeParse(known);
  if (result.success && faults.length === 0) {
    refuseHalfASignIn(result.data);
    return result.data;
  }
  const issues = (result.error?.issues ?? []).filter(({ path: [first] }) =>
    faults.every((fault) => !fault.startsWith(`${String(first)}_FILE `) && !fault.startsWith(`${String(first)} and `)),
  );
  const sentences = issues.map(({ path: [first], message }) => {
    const name = String(first);
    return known[name] === undefined ? `${name} is not set.` : `${name} is not acceptable: ${message}.`;
  });
  throw new ConfigurationError(
    `The configuration is not complete. ${[...new Set([...faults, ...sentences])].join(' ')} See .env.example.`,
  );
}

function refuseHalfASignIn(configuration: Configuration): void {
  try {
    kafkaSignIn(configuration);
  } catch (error) {
    throw new ConfigurationError(`${(error as Error).message} See .env.example.`);
  }
}

/** The names of all variables, for the check that `.env.example` is complete. */
export const configurationNames: readonly string[] = Object.keys(schema.shape);
