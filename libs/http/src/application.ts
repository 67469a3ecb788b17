import 'reflect-metadata';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  createDataSource,
  Database,
  ensureDatabase,
  isDatabaseUnavailable,
  migrate,
  useEncryptionKeys,
} from '@huying/database';
import { eventsMigrations, EventTransport, Relay, TransactionalOutbox } from '@huying/events';
import { createMetrics, type LogDestination } from '@huying/observability';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Logger } from 'nestjs-pino';
import type { Registry } from 'prom-client';
import type { DataSource, MigrationInterface } from 'typeorm';
import { Clock } from './clock.js';
import { kafkaOf, type Configuration } from './configuration.js';
import { refusedBy } from './decorators.js';
import { HandlerRecorder } from './handler-recorder.js';
import { openHotLane } from './hot-lane.js';
import { keepAnswerBeforeCommit } from './idempotency.js';
import { InFlight } from './in-flight.js';
import { httpMigrations } from './migrations.js';
import { measureDependencies } from './dependency-metrics.js';
import { describeApi } from './open-api.js';
import { PlatformModule } from './platform.module.js';
import { measurePool } from './pool-metrics.js';
import { ProblemFilter } from './problem.filter.js';
import { Readiness } from './readiness.js';
import { retentionFigures } from './retention/retention-figures.js';
import { createAdapter, createConventions, holdConventions } from './server.js';
import type { ServiceDefinition } from './service.js';
import { measureStored } from './stored-figures.js';
import { Timetable } from './timetable.js';
import { createValidationPipe } from './validation.js';

/** A service that is set up. It answers through `handle`, and consumes and publishes events once started. */
export interface RunningService {
  readonly definition: ServiceDefinition;
  readonly app: NestFastifyApplication;
  readonly database: Database;
  readonly metrics: Registry;
  readonly openApi: OpenAPIObject;
  /** Answers one request; for a server that several services share. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
  /** Begins to consume events, to publish its own, and to do its timed work. */
  readonly start: () => Promise<void>;
  /** Finishes what is in flight, commits offsets, closes. */
  readonly stop: () => Promise<void>;
}

/** What tests put in the place of the real thing. */
export interface ServiceOverrides {
  readonly clock?: Clock;
  /** Where the logs go; default: standard output. */
  readonly logs?: LogDestination;
}

/** How long requests in flight are waited for. */
const DRAIN_LIMIT_MS = 10_000;

/** Sets a service up: its database migrated, its routes answering, nothing consumed yet. */
export async function createService(
  definition: ServiceDefinition,
  configuration: Configuration,
  { clock = new Clock(), logs }: ServiceOverrides = {},
): Promise<RunningService> {
  const { name } = definition;
  useEncryptionKeys({ keys: configuration.ENCRYPTION_KEYS, blindIndexKey: configuration.BLIND_INDEX_KEY });
  const database = await openDatabase(definition, configuration);
  const metrics = createMetrics(name);
  measurePool(database.dataSource, metrics);
  measureStored([...(definition.figures ?? []), ...retentionFigures], {
    dataSource: database.dataSource,
    registry: metrics,
    clock,
  });
  const kafka = kafkaOf(configuration, `huying-${name}`);

  const adapter = await createAdapter(definition, configuration);
  const fastify = adapter.getInstance<FastifyInstance>();
  const app = await NestFactory.create<NestFastifyApplication>(
    PlatformModule.of({ definition, configuration, database, metrics, clock, logs }),
    adapter,
    { bufferLogs: true, abortOnError: false, forceCloseConnections: true, bodyParser: false },
  );
  app.useLogger(app.get(Logger));
  const foreign = definition.foreignApi ? [`${definition.foreignApi.prefix.slice(1)}/{*below}`] : [];
  app.setGlobalPrefix('v1', { exclude: ['health/live', 'health/ready', ...foreign] });
  app.useGlobalPipes(createValidationPipe());
  const handlers = new WeakMap<FastifyRequest, object>();
  app.useGlobalFilters(
    new ProblemFilter(
      configuration.BODY_LIMIT_BYTES,
      (request) => refusedBy(handlers.get(request) ?? noHandler),
      configuration.STRICT_PROBLEMS,
    ),
  );
  app.useGlobalInterceptors(new HandlerRecorder(handlers));

  const readiness = app.get(Readiness);
  const conventions = createConventions(configuration, metrics, readiness);
  await holdConventions(fastify, configuration, conventions);
  const transport = new EventTransport({ service: name, database, kafka, metrics });
  app.connectMicroservice({ strategy: transport });
  const openApi = describeApi(app, definition.title, definition.foreignApi?.prefix);
  await app.init();
  await fastify.ready();
  const hot = await openHotLane({ definition, configuration, conventions, get: (type) => app.get(type) });

  readiness.add({ name: 'database', check: async () => void (await database.dataSource.query('SELECT 1')) });
  measureDependencies(readiness, metrics, { kafka: () => transport.isKafkaThere });
  const inFlight = new InFlight();
  const relay = new Relay({ service: name, dataSource: database.dataSource, kafka, metrics });
  return {
    definition,
    app,
    database,
    metrics,
    openApi,
    handle: (request, response) => {
      inFlight.add(response);
      if (hot?.takes(request)) hot.routing(request, response);
      else fastify.routing(request, response);
    },
    start: async () => {
      await app.startAllMicroservices();
      relay.start();
      app.get(Timetable).start();
    },
    stop: async () => {
      readiness.drain();
      await inFlight.finished(DRAIN_LIMIT_MS);
      await app.close();
      await relay.stop();
      await database.dataSource.destroy();
    },
  };
}

const noHandler = {};

/** Where a service's database is. */
export type DatabaseAddress = Pick<Configuration, 'POSTGRES_URL' | 'DATABASE_PREFIX'>;

/** All migrations of a service's database: those of every service, then its own. */
export const migrationsOf = ({
  migrations,
}: Pick<ServiceDefinition, 'migrations'>): (new () => MigrationInterface)[] => [
  ...eventsMigrations,
  ...httpMigrations,
  ...migrations,
];

/** Brings a service's database up to date without running the service. Returns the names of the migrations that ran. */
export async function migrateService(definition: ServiceDefinition, address: DatabaseAddress): Promise<string[]> {
  const dataSource = await openDataSource(definition, address);
  try {
    return await migrate(dataSource);
  } finally {
    await dataSource.destroy();
  }
}

async function openDatabase(definition: ServiceDefinition, configuration: Configuration): Promise<Database> {
  const dataSource = await openDataSource(definition, configuration);
  await migrate(dataSource);
  return new Database(dataSource, new TransactionalOutbox({ service: definition.name }), keepAnswerBeforeCommit);
}

/** For half a minute, or a little more where nobody answers at all: a server that is started at the same time is waited for. */
const whileAway = retry(handleWhen(isDatabaseUnavailable), {
  maxAttempts: 10,
  backoff: new ExponentialBackoff({ initialDelay: 200, maxDelay: 5_000 }),
});

/** @throws what kept it from being opened, when the server has not answered for so long, and at once what does not pass */
async function openDataSource(definition: ServiceDefinition, configuration: DatabaseAddress): Promise<DataSource> {
  const name = `${configuration.DATABASE_PREFIX}${definition.name}`;
  return whileAway.execute(async () => {
    await ensureDatabase(configuration.POSTGRES_URL, name);
    const dataSource = createDataSource({
      url: configuration.POSTGRES_URL,
      name,
      entities: [...definition.entities],
      migrations: migrationsOf(definition),
    });
    return dataSource.initialize();
  });
}
