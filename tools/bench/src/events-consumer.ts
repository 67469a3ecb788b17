import { PlaceHeldSchema, type PlaceHeld } from '@huying/contracts';
import { Consumer, EventTransport, On, Relay, type Delivery } from '@huying/events';
import { Module, type INestMicroservice, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Kafka, logLevel } from 'kafkajs';
import { emitMany, placeHeld, quiet, SERVICE, TOPIC, until, type EventsBed } from './events-bed.js';
import { median, percentile } from './statistics.js';

/** How fast events are applied with the inbox, beside plain consumers that insert one by one. */
export interface ConsumerFigures {
  readonly inboxPerSecond: number;
  /** With as many inserts: that an event was handled, and its effect. */
  readonly plainPerSecond: number;
  readonly ratio: number;
  /** With the effect alone, so that what is delivered twice takes effect twice. */
  readonly carelessPerSecond: number;
  readonly ratioToCareless: number;
}

/** From the commit of a transaction to the call of the handler, in milliseconds. */
export interface DelayFigures {
  readonly eventsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

const INSERT = 'INSERT INTO effect (event_id, need_id, place) VALUES ($1, $2, $3)';
const REMEMBER = 'INSERT INTO handled (event_id) VALUES ($1)';

/** When the first event of this run reached its handler: both consumers are measured from there, since joining a group is no throughput. */
let firstAt: number | undefined;

@Consumer()
class InsertsEffect {
  @On(PlaceHeldSchema)
  async handle({ event, envelope, tx }: Delivery<PlaceHeld>): Promise<void> {
    firstAt ??= performance.now();
    await tx.query(INSERT, [envelope.id, event.needId, event.place]);
  }
}

const handledAt = new Map<string, number>();

@Consumer()
class NotesTime {
  @On(PlaceHeldSchema)
  handle({ event }: Delivery<PlaceHeld>): void {
    handledAt.set(event.claimId, performance.now());
  }
}

async function consume(bed: EventsBed, slice: Type): Promise<INestMicroservice> {
  @Module({ controllers: [slice] })
  class Slices {}
  const strategy = new EventTransport({ service: SERVICE, database: bed.database, kafka: bed.kafka, logger: quiet });
  const app = await NestFactory.createMicroservice(Slices, { strategy, logger: false });
  await app.listen();
  return app;
}

/** Runs one consumer until its effects are all there; events per second from the first to the last. */
async function throughputOf(
  events: number,
  { database: { dataSource } }: EventsBed,
  consumeAll: (isDone: () => Promise<boolean>) => Promise<void>,
): Promise<number> {
  await dataSource.query('TRUNCATE effect');
  firstAt = undefined;
  let lastAt = 0;
  await consumeAll(async () => {
    const [row]: { count: string }[] = await dataSource.query('SELECT count(*) FROM effect');
    lastAt = performance.now();
    return Number(row?.count) >= events;
  });
  return (events * 1_000) / (lastAt - (firstAt ?? lastAt));
}

/** Consumes a full topic with the transport and its inbox, then with plain kafkajs and single inserts for each message. */
export async function measureConsumer(bed: EventsBed, events: number, rounds: number): Promise<ConsumerFigures> {
  const { dataSource } = bed.database;
  const inbox: number[] = [];
  const plain: number[] = [];
  const careless: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const kafka = await bed.freshTopics();
    const own = { ...bed, kafka };
    await dataSource.query('TRUNCATE outbox, inbox, effect, handled');
    await fill(own, events);
    const withInbox = await throughputOf(events, own, async (isDone) => {
      const app = await consume(own, InsertsEffect);
      await until(isDone, 20);
      await app.close();
    });
    const asMany = await throughputOf(events, own, (isDone) => consumePlainly(own, 'plain', [REMEMBER], isDone));
    const effectAlone = await throughputOf(events, own, (isDone) => consumePlainly(own, 'careless', [], isDone));
    if (round === 0) continue;
    inbox.push(withInbox);
    plain.push(asMany);
    careless.push(effectAlone);
  }
  const [inboxPerSecond, plainPerSecond, carelessPerSecond] = [median(inbox), median(plain), median(careless)];
  return {
    ...{ inboxPerSecond, plainPerSecond, ratio: inboxPerSecond / plainPerSecond },
    ...{ carelessPerSecond, ratioToCareless: inboxPerSecond / carelessPerSecond },
  };
}

async function fill(bed: EventsBed, events: number): Promise<void> {
  const { dataSource } = bed.database;
  await emitMany(bed.database, events);
  const relay = new Relay({ service: SERVICE, dataSource, kafka: bed.kafka, logger: quiet });
  relay.start();
  await until(async () => {
    const rows: unknown[] = await dataSource.query('SELECT 1 FROM outbox WHERE sent_at IS NULL LIMIT 1');
    return rows.length === 0;
  });
  await relay.stop();
}

/** @param before statements with the event's id that come before its effect, each by itself */
async function consumePlainly(
  { kafka, database }: EventsBed,
  group: string,
  before: readonly string[],
  isDone: () => Promise<boolean>,
): Promise<void> {
  const client = new Kafka({ brokers: kafka.brokers, clientId: group, logLevel: logLevel.NOTHING });
  const consumer = client.consumer({ groupId: `${kafka.topicPrefix ?? ''}${group}`, maxWaitTimeInMs: 250 });
  await consumer.connect();
  await consumer.subscribe({ topic: `${kafka.topicPrefix ?? ''}${TOPIC}`, fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message: { headers, value } }) => {
      firstAt ??= performance.now();
      const event = JSON.parse(value?.toString() ?? '') as { needId: string; place: number };
      const id = headers?.ce_id?.toString();
      for (const statement of before) await database.dataSource.query(statement, [id]);
      await database.dataSource.query(INSERT, [id, event.needId, event.place]);
    },
  });
  await until(isDone, 20);
  await consumer.disconnect();
}

/** Emits at a steady rate and measures how long after its commit each event reaches its handler. */
export async function measureDelay(bed: EventsBed, eventsPerSecond: number, seconds: number): Promise<DelayFigures> {
  const own = { ...bed, kafka: await bed.freshTopics() };
  const { dataSource } = bed.database;
  await dataSource.query('TRUNCATE outbox, inbox');
  const relay = new Relay({ service: SERVICE, dataSource, kafka: own.kafka, logger: quiet });
  relay.start();
  const app = await consume(own, NotesTime);
  const committedAt = new Map<string, number>();
  const emits: Promise<void>[] = [];
  const emit = async (number: number): Promise<void> => {
    const event = placeHeld(number);
    await bed.database.withTransaction((tx) => {
      tx.emit(event);
      return Promise.resolve();
    });
    committedAt.set(event.claimId, performance.now());
  };
  // The first second warms up.
  const total = eventsPerSecond * (seconds + 1);
  const started = performance.now();
  for (let number = 0; number < total; number += 1) {
    const due = started + (number * 1_000) / eventsPerSecond;
    if (due > performance.now()) await new Promise((resolve) => setTimeout(resolve, due - performance.now()));
    emits.push(emit(number));
  }
  await Promise.all(emits);
  await until(() => handledAt.size >= total);
  await app.close();
  await relay.stop();
  const delays = [...committedAt]
    .slice(eventsPerSecond)
    .map(([id, at]) => Math.max(0, (handledAt.get(id) ?? Infinity) - at));
  return { eventsPerSecond, p50: percentile(delays, 0.5), p99: percentile(delays, 0.99), max: Math.max(...delays) };
}
