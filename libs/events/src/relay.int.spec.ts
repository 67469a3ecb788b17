import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { deadLetterTopic, NeedFilledSchema, type NeedFilled } from '@huying/contracts';
import { isMessage } from '@bufbuild/protobuf';
import { EventReader } from './reader.js';
import { Relay, type RelayOptions } from './relay.js';
import {
  aNeedId,
  during,
  needFilled,
  silent,
  startProcess,
  TestBed,
  until,
  type TestProcess,
  type TestService,
} from './test-support.js';

describe('the relay', () => {
  const bed = new TestBed();
  let request: TestService;
  let reader: EventReader;
  /** The places of each need, in the order in which its events were first seen on Kafka. */
  const seen = new Map<string, number[]>();
  const ids = new Set<string>();

  beforeAll(async () => {
    await bed.topics();
    request = await bed.service('request');
    reader = await new EventReader({
      kafka: bed.kafka,
      topics: ['huying.request.needs.v1'],
      logger: silent,
      onEvent: ({ envelope, event }) => {
        if (ids.has(envelope.id) || !event || !isMessage(event, NeedFilledSchema)) return;
        ids.add(envelope.id);
        seen.set(event.needId, [...(seen.get(event.needId) ?? []), event.places]);
      },
    }).start();
    bed.later(() => reader.stop());
  });
  // What a test that failed has left is nothing to the next one.
  const relays: Relay[] = [];
  const killed: TestProcess[] = [];
  afterEach(async () => {
    for (const process of killed.splice(0)) process.kill('SIGKILL');
    for (const relay of relays.splice(0)) await relay.stop();
    await request.dataSource.query('DELETE FROM outbox');
  });
  afterAll(() => bed.close());

  const aRelay = (options: Partial<RelayOptions> = {}) => {
    const relay = new Relay({
      service: 'request',
      dataSource: request.dataSource,
      kafka: bed.kafka,
      logger: silent,
      ...options,
    });
    relays.push(relay);
    relay.start();
  };
  const aRelayProcess = async () => {
    const process = await startProcess(bed, request, 'relay');
    killed.push(process);
    return process;
  };

  const emit = (...events: NeedFilled[]) =>
    request.database.withTransaction((tx) => {
      tx.emit(...events);
      return Promise.resolve();
    });
  const unsent = async () => {
    const [row]: { count: string }[] = await request.dataSource.query(
      'SELECT count(*) FROM outbox WHERE sent_at IS NULL',
    );
    return Number(row?.count);
  };

  it('is killed at any moment: another takes over within seconds, nothing is lost, and the order of each key holds', async () => {
    const needs = Array.from({ length: 10 }, aNeedId);
    let pair = [await aRelayProcess(), await aRelayProcess()];
    let place = 0;
    const gaps: number[] = [];
    const killSome = async () => {
      for (let kill = 0; kill < 5; kill += 1) {
        const before = ids.size;
        await until('events flow', () => ids.size > before + 200 + Math.random() * 500);
        const [first, second] = pair;
        const killedAt = Date.now();
        first?.kill('SIGKILL');
        await until('the other one leads', () => second?.has('leads') ?? false);
        gaps.push(Date.now() - killedAt);
        const seenThen = ids.size;
        // What the dead one had sent may still come in; a batch is at most 1,000 events.
        await until('events flow again', () => ids.size > seenThen + 1_000);
        pair = [...(second ? [second] : []), await aRelayProcess()];
      }
    };
    await during(killSome, () => {
      place += 1;
      return emit(...needs.map((need) => needFilled(need, place)));
    });
    await until('all are sent', async () => (await unsent()) === 0 && ids.size === place * needs.length);
    for (const need of needs) expect(seen.get(need)).toEqual(Array.from({ length: place }, (_, index) => index + 1));
    expect(Math.max(...gaps)).toBeLessThan(3_000);
  });

  it('holds back only the topic that Kafka refuses', async () => {
    const needId = aNeedId();
    await request.dataSource.query(
      `INSERT INTO outbox (id, type, topic, key, headers, value) VALUES (gen_random_uuid(), 'x', $1, 'k', '{}', '{}')`,
      [deadLetterTopic('nobody').name],
    );
    aRelay();
    await emit(needFilled(needId, 1));
    await until('the other topic goes on', () => seen.get(needId)?.length === 1);
    await emit(needFilled(needId, 2));
    await until('and stays so', () => seen.get(needId)?.length === 2);
    await until('only the refused one is left', async () => (await unsent()) === 1);
    await bed.topics(['nobody']);
    await until('the topic is there and its event is sent', async () => (await unsent()) === 0);
  });

  it('sends a backlog of one key that is larger than Kafka takes at once, in order', async () => {
    const needId = aNeedId();
    const inXishan = (place: number, length: number): NeedFilled => ({
      ...needFilled(needId, place),
      communityId: 'x'.repeat(length),
    });
    await emit(...Array.from({ length: 900 }, (_, index) => inXishan(index + 1, 2_000)));
    await emit(inXishan(901, 440_000), inXishan(902, 440_000), inXishan(903, 10));
    aRelay();
    await until('all are sent', async () => (await unsent()) === 0);
    await until('all are there', () => seen.get(needId)?.length === 903);
    expect(seen.get(needId)).toEqual(Array.from({ length: 903 }, (_, index) => index + 1));
  });

  it('removes sent events after their retention, and never unsent ones', async () => {
    const [sent, waiting] = [aNeedId(), aNeedId()];
    await emit(needFilled(sent, 1));
    await request.dataSource.query(`UPDATE outbox SET sent_at = now() - interval '2 hours'`);
    await emit(needFilled(waiting, 1));
    await request.dataSource.query(`UPDATE outbox SET created_at = now() - interval '3 hours'`);
    aRelay({ retentionSeconds: 3_600 });
    const keys = async () => {
      const rows: { key: string }[] = await request.dataSource.query('SELECT key FROM outbox');
      return rows.map(({ key }) => key);
    };
    await until('the old one is gone', async () => !(await keys()).includes(sent));
    await until('the other one is sent', async () => (await unsent()) === 0);
    expect(await keys()).toEqual([waiting]);
  });
});
