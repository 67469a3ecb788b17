/*
  A process for tests to kill: `node dist/test-process.js relay|consumer`, told by SETUP (JSON) where its stores are.
  Says "ready" on standard output when it works, a relay "leads" when it is the one that sends, a consumer "consumes" when it has joined.
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
  readonly service: string;
  readonly postgresUrl: string;
  readonly database: string;
  readonly kafka: KafkaOptions;
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

const { service, postgresUrl, database, kafka } = JSON.parse(process.env.SETUP ?? '') as ProcessSetup;
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

const dataSource = createDataSource({ url: postgresUrl, name: database, entities: [], migrations: [], poolSize: 2 });
await dataSource.initialize();
if (role === 'relay') {
  new Relay({ service, dataSource, kafka, logger }).start();
  ready();
} else {
  const db = new LingeringDatabase(dataSource, new TransactionalOutbox({ service }));
  const strategy = new EventTransport({ service, database: db, kafka, logger });
  const app = await NestFactory.createMicroservice(Slices, { strategy, logger: false });
  await app.listen();
  process.stdout.write('consumes\n');
}
