import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseUrl } from '@huying/database';
import { createTopics, deleteTopics } from '@huying/events';
import {
  createService,
  protectedAnswers,
  readConfiguration,
  type RunningService,
  type ServiceDefinition,
  type ServiceOverrides,
} from '@huying/http';
import pg from 'pg';
import { generateKey } from './keys.js';
import { TestIssuer, type TokenWish } from './issuer.js';
import { TestClock } from './test-clock.js';
import { TestKafka } from './test-kafka.js';

// One for all services of a process: the keys for personal data are the process's.
const secrets = { ENCRYPTION_KEYS: generateKey(), BLIND_INDEX_KEY: randomBytes(32).toString('hex') };

/** What a test sends; `as` says for whom the token is. */
export interface TestRequest {
  readonly as?: TokenWish;
  /** Instead of `as`: this very text as the Authorization header; null: none. */
  readonly authorization?: string | null;
  /** Sent as JSON; text and bytes are sent as they are. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer, read whole. */
export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  // Tests look into bodies of many shapes; each assertion says what it expects.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
  readonly text: string;
}

/** One service on a database, topics and keys of its own, answering over real HTTP. */
export class TestService {
  private readonly server = createServer(
    protectedAnswers((request, response) => this.running.handle(request, response)),
  );

  private constructor(
    private readonly create: () => Promise<RunningService>,
    private running: RunningService,
    readonly issuer: TestIssuer,
    readonly clock: TestClock,
    readonly kafka: TestKafka,
    readonly environment: Readonly<Record<string, string>>,
  ) {}

  /** Starts a service on the servers of the global setup. Two started at once do not meet. */
  static async start(
    definition: ServiceDefinition,
    extra: Readonly<Record<string, string>> = {},
    overrides: Omit<ServiceOverrides, 'clock'> = {},
  ): Promise<TestService> {
    const mark = `t${randomBytes(4).toString('hex')}`;
    const issuer = await TestIssuer.start();
    const environment = {
      NODE_ENV: 'test',
      KAFKA_BROKERS: process.env.KAFKA_BROKERS ?? '',
      POSTGRES_URL: process.env.POSTGRES_URL ?? '',
      REDIS_URL: process.env.REDIS_URL ?? '',
      TOPIC_PREFIX: `${mark}.`,
      DATABASE_PREFIX: `${mark}_`,
      REDIS_PREFIX: `${mark}:`,
      OIDC_ISSUER: issuer.url,
      ...secrets,
      LOG_LEVEL: 'error',
      RATE_LIMIT_PER_MINUTE: '1000000',
      STRICT_PROBLEMS: 'true',
      ATTACHMENTS_DIRECTORY: join(tmpdir(), `huying-attachments-${mark}`),
      ...extra,
    };
    const configuration = readConfiguration(environment);
    const kafkaOptions = { brokers: configuration.KAFKA_BROKERS, topicPrefix: configuration.TOPIC_PREFIX };
    await createTopics(kafkaOptions, { services: [definition.name], mostPartitions: 2 });
    const clock = new TestClock();
    const create = () => createService(definition, configuration, { ...overrides, clock });
    const running = await create();
    const kafka = await TestKafka.connect(kafkaOptions);
    const test = new TestService(create, running, issuer, clock, kafka, environment);
    await new Promise<void>((resolve) => test.server.listen(0, '127.0.0.1', resolve));
    await running.start();
    return test;
  }

  get service(): RunningService {
    return this.running;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Sends a request; by default as staff of xishan. */
  async request(
    method: string,
    path: string,
    { as, authorization, body, headers }: TestRequest = {},
  ): Promise<TestAnswer> {
    const token = authorization === undefined ? `Bearer ${await this.issuer.token(as)}` : authorization;
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(token !== null && { authorization: token }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        'accept-language': 'en',
        ...headers,
      },
      ...(body !== undefined && {
        body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
      }),
    });
    const text = await response.text();
    const isJson =
      /json/.test(response.headers.get('content-type') ?? '') &&
      !/ndjson/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson && text ? (JSON.parse(text) as unknown) : text,
    };
  }

  get(path: string, request?: TestRequest): Promise<TestAnswer> {
    return this.request('GET', path, request);
  }

  post(path: string, body: unknown, request: TestRequest = {}): Promise<TestAnswer> {
    return this.request('POST', path, { ...request, body });
  }

  /** Ends the service, lets happen what is to happen while it is away, and starts it again on the same stores and address. */
  async restart(meanwhile: () => Promise<unknown>): Promise<void> {
    await this.running.stop();
    await meanwhile();
    this.running = await this.create();
    await this.running.start();
  }

  /** Ends the service and removes its database and topics; servers that are not the tests' own are left as they were found. */
  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await this.kafka.close();
    await this.running.stop();
    this.issuer.close();
    const { POSTGRES_URL = '', DATABASE_PREFIX = '', KAFKA_BROKERS = '', TOPIC_PREFIX = '' } = this.environment;
    await deleteTopics({ brokers: KAFKA_BROKERS.split(','), topicPrefix: TOPIC_PREFIX });
    await dropDatabase(POSTGRES_URL, `${DATABASE_PREFIX}${this.running.definition.name}`);
    await rm(this.environment.ATTACHMENTS_DIRECTORY ?? '', { recursive: true, force: true });
  }
}

async function dropDatabase(serverUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl(serverUrl, 'postgres') });
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`);
  await client.end();
}
