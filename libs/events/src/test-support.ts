import 'reflect-metadata';
import { create } from '@bufbuild/protobuf';
import { NeedPublishedSchema, NeedFilledSchema, type NeedFilled, type NeedPublished } from '@huying/contracts';
import { createDataSource, Database, databaseUrl, ensureDatabase, migrate } from '@huying/database';
import { Module, type INestMicroservice, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { Registry } from 'prom-client';
import type { DataSource, MigrationInterface, QueryRunner } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { KafkaOptions } from './kafka.js';
import type { EventsLogger } from './logger.js';
import { eventsMigrations } from './migrations.js';
import { TransactionalOutbox } from './outbox.js';
import type { ProcessSetup } from './test-process.js';
import { createTopics, deleteTopics } from './topics.js';
import { EventTransport } from './transport.js';

/** Where the stores of a test are. */
export interface TestServers {
  readonly postgresUrl: string;
  readonly brokers: readonly string[];
}

/** The servers that these variables name; by default those of the tests' global setup. */
export function servers(environment: Readonly<Record<string, string | undefined>> = process.env): TestServers {
  const { POSTGRES_URL: postgresUrl, KAFKA_BROKERS: brokers } = environment;
  if (!postgresUrl || !brokers)
    throw new Error('POSTGRES_URL and KAFKA_BROKERS name the servers for these tests; they are not set.');
  return { postgresUrl, brokers: brokers.split(',') };
}

/** A table that a consumer's effects can be counted in. */
class CreateEffects1600000000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE effect (number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, need_id text NOT NULL,
      event_id uuid NOT NULL, place integer NOT NULL)`);
  }

  async down(): Promise<void> {
    // Tests throw their databases away.
  }
}

/** A service of the tests: a database of its own with outbox and inbox. */
export interface TestService {
  readonly name: string;
  readonly dataSource: DataSource;
  readonly database: Database;
  /** All effects of its consumers, in their order. */
  effects(): Promise<{ need_id: string; event_id: string; place: number }[]>;
  effectCount(): Promise<number>;
}

/** Databases and topics for one test file, all with names of their own. */
export class TestBed {
  readonly kafka: KafkaOptions;
  private readonly databasePrefix: string;
  /** Those behind the consumers, in the order in which they were begun. */
  readonly transports: EventTransport[] = [];
  private readonly closing: (() => Promise<unknown>)[] = [];

  constructor(private readonly on: TestServers = servers()) {
    const mark = randomBytes(4).toString('hex');
    this.kafka = { brokers: [...on.brokers], topicPrefix: `t${mark}.`, clientId: 'test' };
    this.databasePrefix = `t${mark}_`;
  }

  async topics(services: readonly string[] = ['claim']): Promise<void> {
    await createTopics(this.kafka, { services, logger: silent });
  }

  async service(name: string, { poolSize = 5 } = {}): Promise<TestService> {
    const database = `${this.databasePrefix}${name}`;
    const { postgresUrl: url } = this.on;
    await ensureDatabase(url, database);
    const dataSource = createDataSource({
      url,
      name: database,
      entities: [],
      migrations: [...eventsMigrations, CreateEffects1600000000100],
      poolSize,
    });
    await dataSource.initialize();
    await migrate(dataSource);
    this.later(async () => {
      if (dataSource.isInitialized) await dataSource.destroy();
      const admin = new pg.Client({ connectionString: databaseUrl(url, 'postgres') });
      await admin.connect();
      await admin.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(database)} WITH (FORCE)`);
      await admin.end();
    });
    return {
      name,
      dataSource,
      database: new Database(dataSource, new TransactionalOutbox({ service: name })),
      effectCount: async () => {
        const [row]: { count: string }[] = await dataSource.query('SELECT count(*) FROM effect');
        return Number(row?.count);
      },
      effects: () => dataSource.query('SELECT need_id, event_id, place FROM effect ORDER BY number'),
    };
  }

  /** A running consumer with these slices. */
  async consumer(
    service: TestService,
    slices: Type[],
    options: { logger?: EventsLogger; metrics?: Registry } = {},
  ): Promise<INestMicroservice> {
    @Module({ controllers: slices })
    class Slices {}
    const transport = new EventTransport({
      service: service.name,
      database: service.database,
      kafka: this.kafka,
      logger: silent,
      ...options,
    });
    const app = await NestFactory.createMicroservice(Slices, { strategy: transport, logger: false });
    await app.listen();
    this.later(() => app.close());
    this.transports.push(transport);
    return app;
  }

  /** Runs at the end of the tests, the latest first. */
  later(work: () => Promise<unknown>): void {
    this.closing.unshift(work);
  }

  async close(): Promise<void> {
    for (const work of this.closing) await work();
    await deleteTopics(this.kafka);
  }
}

export const silent: EventsLogger = { info: () => undefined, warn: () => undefined, error: () => undefined };

export const aNeedId = (): string => uuidv7();

export function needFilled(needId: string, places: number): NeedFilled {
  return create(NeedFilledSchema, {
    needId,
    communityId: 'xishan',
    places,
    filledAt: { seconds: 1_700_000_000n, nanos: 0 },
  });
}

export function needPublished(needId: string, title = 'Carry a piano'): NeedPublished {
  return create(NeedPublishedSchema, { needId, communityId: 'xishan', publication: 1, title, places: 3 });
}

/** Waits until `condition` holds; says in the end what did not. */
export async function until(
  what: string,
  condition: () => Promise<boolean> | boolean,
  milliseconds = 180_000,
): Promise<void> {
  const deadline = Date.now() + milliseconds;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Waited ${milliseconds} ms in vain until ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A process that a test may kill. */
export type TestProcess = ChildProcess & {
  readonly stdin: Writable;
  readonly stdout: Readable;
  /** Whether it has said that word. */
  readonly has: (word: string) => boolean;
};

const PROGRAM = fileURLToPath(new URL('../dist/test-process.js', import.meta.url));

/**
 * A process of its own that relays or consumes for a service; it runs what `npm run build` has made. With `wait` it
 * is only loaded, and starts when a line comes through its standard input.
 */
export async function startProcess(
  bed: TestBed,
  { name: service, dataSource }: TestService,
  role: 'relay' | 'consumer',
  { wait = false } = {},
): Promise<TestProcess> {
  const { options } = dataSource;
  if (options.type !== 'postgres' || !options.url) throw new Error('The test needs a PostgreSQL data source.');
  const server = new URL(options.url);
  const database = server.pathname.slice(1);
  server.pathname = '';
  const setup: ProcessSetup = { service, database, postgresUrl: server.href, kafka: bed.kafka };
  const child = spawn(process.execPath, [PROGRAM, role], {
    env: { ...process.env, NODE_OPTIONS: '', NODE_ENV: '', SETUP: JSON.stringify(setup), WAIT: wait ? '1' : '' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  bed.later(() => {
    child.kill('SIGKILL');
    return Promise.resolve();
  });
  const said: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  await until(`the ${role} process is ready`, () => said.length > 0 || child.exitCode !== null);
  if (child.exitCode !== null) throw new Error(`The ${role} process ended with ${child.exitCode}.`);
  return Object.assign(child, { has: (word: string) => said.join('').includes(word) });
}

/** Does one thing again and again while `work` runs, and ends with it, also when it fails. */
export async function during(work: () => Promise<void>, again: () => Promise<void>): Promise<void> {
  let going = true;
  const loop = (async () => {
    while (going) await again();
  })();
  try {
    await Promise.race([work(), loop]);
  } finally {
    going = false;
    await loop;
  }
}
