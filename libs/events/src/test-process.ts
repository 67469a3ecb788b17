/*
  A process for tests to kill: `node dist/test-process.js relay|consumer`, told by SETUP (JSON) where its stores are. It relays
  for one service, or consumes for several, each with a group, a database and connections of its own.
  Says "ready" on standard output when it works, a relay "leads" when it is the one that sends, consumers "consume" when all have joined.
*/
import { NeedFilledSchema, type NeedFilled } from '@huying/contracts';
import { createDataSource, Database, type Tx } from '@huying/database';
import { once } from 'node:events';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Consumer, On } from './decorators.js';
import type { Delivery } from './delivery.js';
import type { KafkaOptions } from './kafka.js';
import type { EventsLogger } from './logger.js';
import { TransactionalOutbox } from './outbox.js';
import { Relay } from './relay.js';
import { EventTransport } from './transport.js';

export interface ProcessSetup {
  readonly postgresUrl: string;
  readonly kafka: KafkaOptions;
  readonly services: readonly { readonly name: string; readonly database: string }[];
}

@Consumer()
class OnNeedFilled {
  @On(NeedFilledSchema)
  async handle({ event, tx, envelope }: Delivery<NeedFilled>): Promise<void> {
    await tx.query('INSERT INTO effect (need_id, event_id, place) VALUES ($1, $2, $3)', [
      event.needId,
      envelope.id,
      event.places,
    ]);
  }
}

/** Takes a moment between the commit of effects and that of their offset, so that a killer may hit it. */
class LingeringDatabase extends Database {
  override async withTransaction<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
    const result = await super.withTransaction(work);
    await new Promise((resolve) => setTimeout(resolve, 15));
    return result;
  }
}

@Module({ controllers: [OnNeedFilled] })
class Slices {}

const { services, postgresUrl, kafka } = JSON.parse(process.env.SETUP ?? '') as ProcessSetup;
const role = process.argv[2];
const ready = () => void process.stdout.write('ready\n');
/** Of a relay that is: it leads. */
const leads = () => void process.stdout.write('leads\n');
const logger: EventsLogger = {
  info: role === 'relay' ? leads : () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

// A test that dies leaves no process behind.
process.stdin.on('end', () => process.exit());
if (process.env.WAIT) {
  ready();
  await once(process.stdin, 'data');
}
process.stdin.resume();

const openDatabase = (name: string) =>
  createDataSource({ url: postgresUrl, name, entities: [], migrations: [], poolSize: 2 }).initialize();

async function consume({ name: service, database: name }: ProcessSetup['services'][number]): Promise<void> {
  const database = new LingeringDatabase(await openDatabase(name), new TransactionalOutbox({ service }));
  const strategy = new EventTransport({ service, database, kafka, logger });
  const app = await NestFactory.createMicroservice(Slices, { strategy, logger: false });
  await app.listen();
}

if (role === 'relay') {
  for (const { name: service, database } of services) {
    new Relay({ service, dataSource: await openDatabase(database), kafka, logger }).start();
  }
  ready();
} else {
  await Promise.all(services.map(consume));
  process.stdout.write('consume\n');
}
