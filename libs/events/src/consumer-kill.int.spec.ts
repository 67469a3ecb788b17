import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NeedFilled } from '@huying/contracts';
import { once } from 'node:events';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { BatchProcessor } from './batch-processing.js';
import { CarefulProducer } from './careful-producer.js';
import { DeadLetters } from './dead-letters.js';
import { toEventRecord, type ReceivedRecord } from './envelope.js';
import { createKafka, prefixed, withAdmin } from './kafka.js';
import { aNeedId, during, needFilled, silent, startProcess, TestBed, until, type TestService } from './test-support.js';

const TOPIC = 'huying.request.needs.v1';
/** SIGKILLs of a real process. Loading each takes a second or two, so the usual run has a few; `npm run check:consumer-kills` has 200. */
const KILLS = Number(process.env.CONSUMER_KILLS ?? 10);
/** Far more than they take, on a busy machine too. */
const PATIENCE_MS = 600_000 + KILLS * 10_000;
/** Cuts in this process, on a real PostgreSQL: only what stands in the database and the offset live on. No process dies in these. */
const CUTS = 400;

describe('a consumer that dies between an effect and its offset', () => {
  const bed = new TestBed();
  const client = createKafka(bed.kafka, silent);
  const producer = new CarefulProducer(client, bed.kafka);
  const needs = Array.from({ length: 30 }, aNeedId);

  const record = (needId: string, place: number) =>
    toEventRecord(needFilled(needId, place), { id: uuidv7(), service: 'request', time: new Date() });

  beforeAll(() => bed.topics(['claim']), 60_000);
  afterAll(async () => {
    await producer.close();
    await bed.close();
  });

  async function expectEachOnceInOrder(service: TestService, places: number): Promise<void> {
    const effects = await service.effects();
    expect(effects).toHaveLength(places * needs.length);
    expect(new Set(effects.map(({ event_id: id }) => id)).size).toBe(effects.length);
    const inOrder = Array.from({ length: places }, (_, index) => index + 1);
    for (const need of needs)
      expect(effects.filter(({ need_id: id }) => id === need).map(({ place }) => place)).toEqual(inOrder);
  }

  it(
    `loses nothing and repeats nothing in at least ${KILLS} processes killed (SIGKILL) at random moments and just after a commit`,
    async () => {
      const claim = await bed.service('claim');
      const groupId = prefixed(bed.kafka, 'huying.claim');
      const commits = await listenToCommits(claim);
      let place = 0;
      const send = async () => {
        place += 1;
        await producer.send(needs.map((need) => record(need, place)));
        const behind = async () => place * needs.length - (await claim.effectCount());
        await until('the consumer is not far behind', async () => (await behind()) < 3_000);
      };
      let betweenEffectAndOffset = 0;
      let spare = await startProcess(bed, claim, 'consumer', { wait: true });
      const killMany = async () => {
        // Until some of the moments were the dangerous one, or this would show nothing.
        for (let kill = 0; kill < KILLS || betweenEffectAndOffset < KILLS / 4; kill += 1) {
          const victim = spare;
          victim.stdin.write('go\n');
          spare = await startProcess(bed, claim, 'consumer', { wait: true });
          await until('it consumes', () => victim.has('consumes'));
          if (kill % 2 === 0) {
            // Just after an effect was committed, when Kafka has not heard of it (the process lingers there for 15 ms).
            for (let commit = Math.ceil(Math.random() * 3); commit > 0; commit -= 1)
              await once(commits, 'notification');
          } else {
            await new Promise((resolve) => setTimeout(resolve, Math.random() * 300));
          }
          victim.kill('SIGKILL');
          await once(victim, 'exit');
          await expelDead(groupId);
          if ((await claim.effectCount()) > (await committed(groupId))) betweenEffectAndOffset += 1;
        }
        // The last one lives.
        spare.stdin.write('go\n');
      };
      await during(killMany, send);
      await until(
        'the last process has caught up',
        async () => (await claim.effectCount()) >= place * needs.length,
        180_000,
      );
      await expectEachOnceInOrder(claim, place);
    },
    PATIENCE_MS,
  );

  /** A connection that hears of every commit with effects. */
  async function listenToCommits({ dataSource }: TestService): Promise<pg.Client> {
    await dataSource.query(
      `CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NOTIFY effects; RETURN NULL; END $$`,
    );
    await dataSource.query('CREATE TRIGGER tell AFTER INSERT ON effect FOR EACH STATEMENT EXECUTE FUNCTION tell()');
    const { options } = dataSource;
    const client = new pg.Client({ connectionString: options.type === 'postgres' ? options.url : '' });
    await client.connect();
    await client.query('LISTEN effects');
    bed.later(() => client.end());
    return client;
  }

  async function committed(groupId: string): Promise<number> {
    const [topic] = await withAdmin(client, (admin) =>
      admin.fetchOffsets({ groupId, topics: [prefixed(bed.kafka, TOPIC)] }),
    );
    return (topic?.partitions ?? []).reduce((sum, { offset }) => sum + Math.max(0, Number(offset)), 0);
  }

  /** Tells Kafka that the members of a group are dead, which it would find out by itself after the session timeout of six seconds. */
  async function expelDead(groupId: string): Promise<void> {
    const createCluster = Object.getOwnPropertySymbols(client).find(({ description }) =>
      description?.endsWith('createCluster'),
    );
    const cluster = (Reflect.get(client, createCluster ?? '') as (options: object) => Cluster)({});
    await cluster.connect();
    const coordinator = await cluster.findGroupCoordinator({ groupId });
    const { groups } = await withAdmin(client, (admin) => admin.describeGroups([groupId]));
    for (const { memberId } of groups[0]?.members ?? []) await coordinator.leaveGroup({ groupId, memberId });
    await cluster.disconnect();
  }

  it(`loses nothing and repeats nothing when it is cut off ${CUTS} times: within a transaction, or between its commit and the offset`, async () => {
    const service = await bed.service('cut');
    const places = 80;
    const records = Array.from({ length: places }, (_, place) => needs.map((need) => received(need, place + 1))).flat();
    records.forEach((entry, offset) => Object.assign(entry, { offset: String(offset) }));
    let cutIn = Infinity;
    const cuts = { withinTransaction: 0, beforeOffset: 0 };
    const cut = async (tx: { query(sql: string): Promise<unknown> }) => {
      cutIn -= 1;
      if (cutIn !== 0) return;
      cuts.withinTransaction += 1;
      await tx.query('SELECT pg_terminate_backend(pg_backend_pid())');
    };
    let offset = 0;
    for (
      let isCut = true;
      isCut || offset < records.length;
      isCut = cuts.withinTransaction + cuts.beforeOffset < CUTS
    ) {
      // Only what stands in the database and the offset outlive a process.
      const processor = new BatchProcessor({
        service: 'cut',
        database: service.database,
        deadLetters: new DeadLetters('cut', producer),
        logger: silent,
        metrics: undefined,
        handlersOf:
          () =>
          async ({ event, tx, envelope }) => {
            const { needId, places: place } = event as NeedFilled;
            await tx.query('INSERT INTO effect (need_id, event_id, place) VALUES ($1, $2, $3)', [
              needId,
              envelope.id,
              place,
            ]);
            await cut(tx);
          },
      });
      const size = 1 + Math.floor(Math.random() * 20);
      cutIn = isCut && Math.random() < 0.5 ? 1 + Math.floor(Math.random() * size) : Infinity;
      const run = records.slice(offset, offset + size);
      const stop = (await processor.process(run)).get(`${TOPIC}/0`);
      const settled = stop ? run.indexOf(stop.record) : run.length;
      // Half of those that come to their end die before the offset is committed.
      const dies = isCut && !stop && Math.random() < 0.5;
      if (dies) cuts.beforeOffset += 1;
      else offset += settled;
      if (isCut && offset > records.length - 40) offset = Math.max(0, offset - 400);
    }
    for (const count of Object.values(cuts)) expect(count).toBeGreaterThanOrEqual(CUTS / 5);
    await expectEachOnceInOrder(service, places);
  });

  function received(needId: string, place: number): ReceivedRecord {
    const { key, headers, value } = record(needId, place);
    return { topic: TOPIC, partition: 0, offset: '0', key: Buffer.from(key), value: Buffer.from(value), headers };
  }
});

interface Cluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  findGroupCoordinator(of: {
    groupId: string;
  }): Promise<{ leaveGroup(member: { groupId: string; memberId: string }): Promise<void> }>;
}
