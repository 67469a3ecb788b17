import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Message } from '@bufbuild/protobuf';
import { databaseUrl } from '@huying/database';
import { createTopics, toEventRecord } from '@huying/events';
import { createService, readConfiguration, type ServiceDefinition } from '@huying/http';
import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import { AbstractLogger } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { openIssuer } from './claim/issuer.js';
import { measuredEnvironment, startDurableServers } from './durable-servers.js';
import { quiet } from './events-bed.js';

/** Whoever asks: one token for the whole run. */
export interface Caller {
  get<Answer>(path: string): Promise<Answer>;
  post<Answer>(path: string, body?: object): Promise<Answer>;
}

/** A statement as the service sent it. */
export interface Statement {
  readonly text: string;
  readonly values: unknown[];
}

/** A service by itself over HTTP, and its database beneath it. */
export interface ServiceBed {
  readonly url: string;
  readonly database: pg.Pool;
  as(role: string, subject: string): Promise<Caller>;
  /** An access token for each of these people. */
  tokens(role: string, subjects: readonly string[]): Promise<string[]>;
  /** Delivers events as the neighbours of the service publish them. */
  deliver(events: readonly Message[]): Promise<void>;
  /** What the service, which runs in this process, asks its database while it works on something. */
  statementsOf(work: () => Promise<unknown>): Promise<Statement[]>;
  close(): Promise<void>;
}

const DATABASE_PREFIX = 'bench_';
export const COMMUNITY = 'xishan';

/** Starts the servers, an issuer, and the service in this process. */
export async function openBed(definition: ServiceDefinition, report: (line: string) => void): Promise<ServiceBed> {
  const servers = await startDurableServers(['kafka', 'postgres', 'redis'], report);
  const { KAFKA_BROKERS, POSTGRES_URL } = servers.environment;
  const issuer = await openIssuer();
  const configuration = readConfiguration({
    ...servers.environment,
    ...measuredEnvironment(),
    OIDC_ISSUER: issuer.url,
    DATABASE_PREFIX,
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'error',
  });
  await createTopics({ brokers: KAFKA_BROKERS.split(',') }, { services: [definition.name], logger: quiet });
  const service = await createService(definition, configuration);
  const server = createServer(service.handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await service.start();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const database = new pg.Pool({
    connectionString: databaseUrl(POSTGRES_URL, `${DATABASE_PREFIX}${definition.name}`),
    max: 2,
  });
  return {
    url,
    database,
    tokens: (role, subjects) => issuer.tokens(COMMUNITY, subjects, role),
    as: async (role, subject) => {
      const [token = ''] = await issuer.tokens(COMMUNITY, [subject], role);
      return callerOf(url, token);
    },
    deliver: async (events) => {
      const producer = new Kafka({ brokers: KAFKA_BROKERS.split(','), logLevel: logLevel.NOTHING }).producer();
      await producer.connect();
      const records = events.map((event) => {
        const service = event.$typeName.split('.')[1] ?? '';
        return toEventRecord(event, { id: uuidv7(), service, time: new Date() });
      });
      const topicMessages = [...new Set(records.map(({ topic }) => topic))].map((topic) => ({
        topic,
        messages: records
          .filter((record) => record.topic === topic)
          .map(({ key, value, headers }) => ({ key, value, headers })),
      }));
      await producer.sendBatch({ topicMessages });
      await producer.disconnect();
    },
    statementsOf: async (work) => {
      const { connection } = service.database.read;
      const before = connection.logger;
      const listener = new Listener();
      connection.logger = listener;
      try {
        await work();
      } finally {
        connection.logger = before;
      }
      return listener.statements;
    },
    close: async () => {
      await database.end();
      server.closeAllConnections();
      server.close();
      await service.stop();
      issuer.close();
      await servers.stop();
    },
  };
}

/** Hears what TypeORM sends, and nothing else. */
class Listener extends AbstractLogger {
  readonly statements: Statement[] = [];

  override logQuery(text: string, values: unknown[] = []): void {
    this.statements.push({ text, values });
  }

  protected override writeLog(): void {
    // Only statements are of interest.
  }
}

function callerOf(url: string, token: string): Caller {
  const send = async <Answer>(method: string, path: string, body?: object): Promise<Answer> => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'idempotency-key': randomBytes(16).toString('hex'),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text) as Answer;
  };
  return {
    get: (path) => send('GET', path),
    post: (path, body = {}) => send('POST', path, body),
  };
}
