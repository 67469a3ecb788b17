import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NeedFilledSchema, type NeedFilled } from '@huying/contracts';
import { startServers, type Servers } from '@huying/infrastructure';
import { createMetrics } from '@huying/observability';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { CarefulProducer } from './careful-producer.js';
import { Consumer, On } from './decorators.js';
import type { Delivery } from './delivery.js';
import { toEventRecord } from './envelope.js';
import { createKafka } from './kafka.js';
import type { EventsLogger } from './logger.js';
import { EventReader } from './reader.js';
import { Relay } from './relay.js';
import { aNeedId, needFilled, servers, TestBed, until, type TestService } from './test-support.js';

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

describe('when a server is killed', () => {
  let own: Servers<'kafka' | 'postgres'>;
  let bed: TestBed;
  let request: TestService;
  let claim: TestService;
  let producer: CarefulProducer;
  const warnings: string[] = [];
  const metrics = createMetrics('request');
  /** What an outsider reads: the place of each event, by its id. */
  const read = new Map<string, string>();
  const logger: EventsLogger = {
    info: () => undefined,
    warn: (_, message) => void warnings.push(message),
    error: (_, message) => void warnings.push(message),
  };

  beforeAll(async () => {
    own = await startServers({
      dataDir: await mkdtemp(join(tmpdir(), 'huying-outage-')),
      servers: ['kafka', 'postgres'],
      environment: { ...process.env, KAFKA_BROKERS: undefined, POSTGRES_URL: undefined },
      durable: true,
      temporary: true,
    });
    bed = new TestBed(servers(own.environment));
    await bed.topics();
    request = await bed.service('request');
    claim = await bed.service('claim');
    const { dataSource } = request;
    const relay = new Relay({ service: 'request', dataSource, kafka: bed.kafka, logger, metrics });
    relay.start();
    bed.later(() => relay.stop());
    await bed.consumer(claim, [OnNeedFilled], { logger, metrics });
    const reader = await new EventReader({
      kafka: bed.kafka,
      topics: ['huying.request.needs.v1'],
      logger,
      onEvent: ({ envelope, data }) => {
        if (!read.has(envelope.id)) read.set(envelope.id, `${envelope.subject} ${(data as { places: number }).places}`);
      },
    }).start();
    bed.later(() => reader.stop());
    producer = new CarefulProducer(createKafka(bed.kafka, logger), bed.kafka);
    bed.later(() => producer.close());
  });
  afterAll(async () => {
    await bed?.close();
    await own?.stop();
  });

  const said = (text: string) => warnings.some((line) => line.startsWith(text));
  const about = () => ({ id: uuidv7(), service: 'request', time: new Date() });

  const emit = (needIds: readonly string[], place: number) =>
    request.database.withTransaction((tx) => {
      tx.emit(...needIds.map((needId) => needFilled(needId, place)));
      return Promise.resolve();
    });

  /** What the operator reads of that service: the sum of a gauge over all that it has to tell. */
  async function gauge(name: string, service: string): Promise<number> {
    const { values = [] } = (await metrics.getSingleMetric(name)?.get()) ?? {};
    return values.filter(({ labels }) => labels.service === service).reduce((sum, { value }) => sum + value, 0);
  }

  const lag = () => gauge('huying_consumer_lag', 'claim');

  async function effectsOf(needIds: readonly string[]): Promise<string[]> {
    const effects = await claim.effects();
    return effects.filter(({ need_id: id }) => needIds.includes(id)).map(({ need_id: id, place }) => `${id} ${place}`);
  }

  const expected = (needIds: readonly string[], places: readonly number[]) =>
    places.flatMap((place) => needIds.map((id) => `${id} ${place}`));

  it.each(['postgres', 'kafka'] as const)(
    '%s: everything waits, goes on by itself and is applied once',
    async (server) => {
      const needIds = Array.from({ length: 40 }, aNeedId);
      warnings.length = 0;
      await emit(needIds, 1);
      await until('the first events have arrived', async () => (await effectsOf(needIds)).length === 40);

      if (server === 'kafka') {
        // Some of the second round is on its way when the server dies; the third comes while it is away.
        await emit(needIds, 2);
        await own.kill(server);
        await emit(needIds, 3);
        await until('relay and consumers have noticed', () => said('The relay waits') && said('Consuming waits'));
        await until(
          'the operator sees for how long events have waited',
          async () => (await gauge('huying_outbox_oldest_age_seconds', 'request')) > 1,
        );
        await until('the operator sees that Kafka is away', () => !bed.transports[0]?.isKafkaThere);
        await own.start(server);
        await until('the operator sees that it is back', () => bed.transports[0]?.isKafkaThere ?? false);
      } else {
        // The second round comes to the consumers while their database is away.
        await own.kill(server);
        await producer.send(needIds.map((needId) => toEventRecord(needFilled(needId, 2), about())));
        await until('relay and consumers have noticed', () => said('The relay waits') && said('Consuming waits'));
        await until('the operator sees how far the consumers are behind', async () => (await lag()) === 40);
        await own.start(server);
        await until('they are applied', async () => (await effectsOf(needIds)).length === 80);
        await emit(needIds, 3);
      }
      await until('all events are applied', async () => (await effectsOf(needIds)).length >= 120);
      const effects = await effectsOf(needIds);
      expect(effects.toSorted()).toEqual(expected(needIds, [1, 2, 3]).toSorted());
      for (const id of needIds)
        expect(effects.filter((line) => line.startsWith(id))).toEqual([`${id} 1`, `${id} 2`, `${id} 3`]);
      const seen = () => [...read.values()].filter((line) => needIds.some((id) => line.startsWith(id)));
      await until('an outsider has read them all', () => seen().length >= 120);
      expect(seen().toSorted()).toEqual(expected(needIds, [1, 2, 3]).toSorted());
      for (const id of needIds) {
        expect(seen().filter((line) => line.startsWith(id))).toEqual([`${id} 1`, `${id} 2`, `${id} 3`]);
      }
      await until(
        'the operator sees that nothing waits any more',
        async () => (await lag()) === 0 && (await gauge('huying_outbox_oldest_age_seconds', 'request')) === 0,
      );
      // Said, and not over and over again.
      expect(warnings.length).toBeLessThan(5);
    },
  );
});
