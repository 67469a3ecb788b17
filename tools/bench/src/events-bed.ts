import 'reflect-metadata';
import { create } from '@bufbuild/protobuf';
import { PlaceHeldSchema, type PlaceHeld } from '@huying/contracts';
import { createDataSource, Database, ensureDatabase, migrate } from '@huying/database';
import {
  createTopics,
  eventsMigrations,
  TransactionalOutbox,
  type EventsLogger,
  type KafkaOptions,
} from '@huying/events';
import { v7 as uuidv7 } from 'uuid';
import { startDurableServers } from './durable-servers.js';

/** A service with a database and topics of its own, on servers that are started for the measurements. */
export interface EventsBed {
  readonly kafka: KafkaOptions;
  readonly database: Database;
  /** Another Kafka prefix on the same servers: new topics, empty groups. */
  freshTopics(): Promise<KafkaOptions>;
  close(): Promise<void>;
}

export const SERVICE = 'claim';
export const TOPIC = 'huying.claim.places.v1';
export const quiet: EventsLogger = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Starts the servers, with a database and topics of its own. */
export async function openBed(report: (line: string) => void): Promise<EventsBed> {
  const servers = await startDurableServers(['kafka', 'postgres'], report);
  const { KAFKA_BROKERS: brokers, POSTGRES_URL: url } = servers.environment;
  const name = `bench_${uuidv7().replaceAll('-', '')}`;
  await ensureDatabase(url, name);
  const dataSource = createDataSource({ url, name, entities: [], migrations: eventsMigrations });
  await dataSource.initialize();
  await migrate(dataSource);
  await dataSource.query('CREATE TABLE effect (event_id uuid NOT NULL, need_id text NOT NULL, place integer NOT NULL)');
  await dataSource.query('CREATE TABLE handled (event_id uuid PRIMARY KEY)');
  const freshTopics = async (): Promise<KafkaOptions> => {
    const kafka = { brokers: brokers.split(','), topicPrefix: `b${uuidv7().slice(-8)}.`, clientId: 'bench' };
    await createTopics(kafka, { services: [SERVICE], logger: quiet });
    return kafka;
  };
  return {
    kafka: await freshTopics(),
    database: new Database(dataSource, new TransactionalOutbox({ service: SERVICE })),
    freshTopics,
    close: async () => {
      await dataSource.destroy();
      await servers.stop();
    },
  };
}

const needs = Array.from({ length: 500 }, () => uuidv7());

/** The most frequent event of a rush, about needs that spread over all partitions. */
export function placeHeld(number: number): PlaceHeld {
  return create(PlaceHeldSchema, {
    needId: needs[number % needs.length],
    communityId: 'xishan',
    claimId: uuidv7(),
    volunteerId: uuidv7(),
    place: number + 1,
    sequence: BigInt(number),
    heldAt: { seconds: BigInt(Math.floor(Date.now() / 1_000)), nanos: 0 },
  });
}

/** Emits so many events, some hundred to a transaction. */
export async function emitMany(database: Database, events: number): Promise<void> {
  for (let done = 0; done < events; done += 500) {
    await database.withTransaction((tx) => {
      for (let number = done; number < Math.min(done + 500, events); number += 1) tx.emit(placeHeld(number));
      return Promise.resolve();
    });
  }
}

/** Waits for a condition, asking every few milliseconds. */
export async function until(condition: () => Promise<boolean> | boolean, everyMs = 5): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('The measurement did not come to its end.');
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
