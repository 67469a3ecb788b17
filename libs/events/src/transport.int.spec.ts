import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toJson } from '@bufbuild/protobuf';
import { NeedFilledSchema, NeedPublishedSchema, type NeedFilled, type NeedPublished } from '@huying/contracts';
import type { WriteAtEnd } from '@huying/database';
import { v7 as uuidv7 } from 'uuid';
import { CarefulProducer } from './careful-producer.js';
import { deadLetterHeaders } from './dead-letters.js';
import { Consumer, On } from './decorators.js';
import type { Delivery } from './delivery.js';
import { toEventRecord } from './envelope.js';
import { PermanentError } from './faults.js';
import { createKafka } from './kafka.js';
import { readAll } from './reader.js';
import { aNeedId, needFilled, needPublished, silent, TestBed, until, type TestService } from './test-support.js';

const TOPIC = 'huying.request.needs.v1';
/** What each need's handler shall do, and how often it was called. */
const wishes = new Map<string, (tries: number, delivery: Delivery<NeedFilled>) => void | Promise<void>>();
const tries = new Map<string, number>();
const published: string[] = [];

@Consumer()
class OnNeedFilled {
  @On(NeedFilledSchema)
  async handle(delivery: Delivery<NeedFilled>): Promise<void> {
    const { event, tx, envelope } = delivery;
    const count = (tries.get(event.needId) ?? 0) + 1;
    tries.set(event.needId, count);
    await tx.query('INSERT INTO effect (need_id, event_id, place) VALUES ($1, $2, $3)', [
      event.needId,
      envelope.id,
      event.places,
    ]);
    await wishes.get(event.needId)?.(count, delivery);
  }
}

@Consumer()
class AlsoOnNeedFilled {
  @On(NeedFilledSchema)
  async handle({ event, tx }: Delivery<NeedFilled>): Promise<void> {
    await tx.query('UPDATE effect SET place = place + 100 WHERE need_id = $1', [event.needId]);
  }

  @On(NeedPublishedSchema)
  note({ event }: Delivery<NeedPublished>): void {
    published.push(event.title);
  }
}

describe('the transport', () => {
  const bed = new TestBed();
  let claim: TestService;
  const client = createKafka(bed.kafka, silent);
  const producer = new CarefulProducer(client, bed.kafka);

  const record = (event: NeedFilled | NeedPublished, id = uuidv7()) =>
    toEventRecord(event, { id, service: 'request', time: new Date() });
  const send = (...events: (NeedFilled | NeedPublished)[]) => producer.send(events.map((event) => record(event)));
  const placesOf = async (needId: string) =>
    (await claim.effects()).filter((row) => row.need_id === needId).map(({ place }) => place);
  async function deadLettersOf(key: string) {
    const records = await readAll(client, bed.kafka, 'huying.claim.dead-letters.v1');
    return records.filter((letter) => letter.key?.toString() === key);
  }

  beforeAll(async () => {
    await bed.topics();
    claim = await bed.service('claim');
    await bed.consumer(claim, [OnNeedFilled, AlsoOnNeedFilled]);
    bed.later(() => producer.close());
  });
  afterAll(() => bed.close());

  it('calls every handler of a type, one after the other, in one transaction', async () => {
    const needId = aNeedId();
    await send(needFilled(needId, 1));
    await until('both handlers have run', async () => (await placesOf(needId)).includes(101));
  });

  it('puts poison among the dead letters with origin and error, and the partition moves on within a second', async () => {
    const needId = aNeedId();
    const secret = '王奶奶 13800001111';
    wishes.set(needId, (_, { event }) => {
      if (event.places === 2) throw new TypeError(`Cannot read "${secret}"\nof 'places'`);
    });
    await send(needFilled(needId, 1), needFilled(needId, 2), needFilled(needId, 3));
    const sentAt = Date.now();
    await until('the event after the poison is applied', async () => (await placesOf(needId)).length === 2);

    expect(Date.now() - sentAt).toBeLessThan(1_000);
    expect(await placesOf(needId)).toEqual([201, 103]);

    const [letter, ...others] = await deadLettersOf(needId);
    expect(others).toEqual([]);
    const header = (name: string) => letter?.headers?.[name]?.toString();
    expect(header('ce_type')).toBe('huying.request.v1.NeedFilled');
    expect(header(deadLetterHeaders.service)).toBe('claim');
    expect(header(deadLetterHeaders.topic)).toBe(TOPIC);
    expect(header(deadLetterHeaders.offset)).toMatch(/^\d+$/);
    expect(header(deadLetterHeaders.error)).toBe('TypeError');
    expect(header(deadLetterHeaders.message)).toBe('Cannot read …');
    expect(JSON.stringify(letter?.headers)).not.toContain('1380000');
    expect(JSON.parse(letter?.value?.toString() ?? '')).toEqual(toJson(NeedFilledSchema, needFilled(needId, 2)));
  });

  it('tries an event three times, since what it waits for may be on its way', async () => {
    const needId = aNeedId();
    wishes.set(needId, (count) => {
      if (count < 3) throw new Error('not yet');
    });
    await send(needFilled(needId, 1));
    await until('the third try succeeds', async () => (await placesOf(needId)).length === 1);
    expect(tries.get(needId)).toBe(3);
    expect(await deadLettersOf(needId)).toEqual([]);
  });

  it('does not try again what a handler calls permanent', async () => {
    const needId = aNeedId();
    wishes.set(needId, () => {
      throw new PermanentError('The need is older than the platform.', { code: 'too-old' });
    });
    await send(needFilled(needId, 1));
    await until('it is a dead letter', async () => (await deadLettersOf(needId)).length === 1);
    expect(tries.get(needId)).toBe(1);
    expect(await placesOf(needId)).toEqual([]);
  });

  it('puts what is no event of the published language among the dead letters', async () => {
    const key = aNeedId();
    const good = record(needFilled(key, 7));
    const headers = { ...good.headers, ce_id: uuidv7() };
    await producer.send([
      { topic: TOPIC, key, headers: {}, value: 'hello' },
      { topic: TOPIC, key, headers, value: '{"places":' },
      { topic: TOPIC, key, headers, value: '{"places":"王奶奶"}' },
      { topic: TOPIC, key, headers, value: null },
      { topic: TOPIC, key, headers: { ...headers, ce_id: '7' }, value: good.value },
      good,
    ]);
    await until('the good one is applied', async () => (await placesOf(key)).length === 1);
    const letters = await deadLettersOf(key);
    expect(letters.map(({ headers: own }) => own?.[deadLetterHeaders.code]?.toString())).toEqual(
      Array(5).fill('undecodable-event'),
    );
    expect(letters.map(({ headers: own }) => own?.[deadLetterHeaders.message]?.toString()).join()).not.toContain('王');
  });

  it('skips types that it does not know, and fields that it does not know', async () => {
    const needId = aNeedId();
    const event = record(needFilled(needId, 4));
    await producer.send([
      {
        ...event,
        headers: { ...event.headers, ce_id: uuidv7(), ce_type: 'huying.request.v1.NeedSold' },
        value: '{"price":1}',
      },
      { ...event, value: event.value.replace('{', '{"colour":"red",') },
    ]);
    await until('the known one is applied', async () => (await placesOf(needId)).length === 1);
    expect(await deadLettersOf(needId)).toEqual([]);
  });

  it('applies an event once, however often it comes', async () => {
    const needId = aNeedId();
    const id = uuidv7();
    const [once, next] = [record(needFilled(needId, 1), id), record(needFilled(needId, 2))];
    await producer.send([once, once]);
    await producer.send([once, next]);
    await until('the next one is applied', async () => (await placesOf(needId)).length === 2);
    expect((await claim.effects()).filter(({ event_id: other }) => other === id)).toHaveLength(1);
  });

  it('waits for what is away, in order, while other partitions go on', async () => {
    const stuck = aNeedId();
    const free = Array.from({ length: 24 }, aNeedId);
    let isAway = true;
    wishes.set(stuck, () => {
      if (isAway) throw Object.assign(new Error('Redis is away'), { passing: true });
    });
    await send(needFilled(stuck, 1), needFilled(stuck, 2));
    await until('it was tried often', () => (tries.get(stuck) ?? 0) > TRIES_OF_POISON);
    await send(...free.map((needId) => needFilled(needId, 1)));
    const arrived = async () => (await claim.effects()).filter(({ need_id: id }) => free.includes(id)).length;
    await until('the events of other partitions are applied', async () => (await arrived()) > 12);
    expect(await placesOf(stuck)).toEqual([]);
    isAway = false;
    await until('it went on', async () => (await placesOf(stuck)).length === 2 && (await arrived()) === 24);
    expect(await placesOf(stuck)).toEqual([201, 102]);
    expect(await deadLettersOf(stuck)).toEqual([]);
  });

  it('tries as often as it takes when transactions clash', async () => {
    const needId = aNeedId();
    wishes.set(needId, async (count, { tx }) => {
      if (count <= 4) await tx.query(`DO $$ BEGIN RAISE EXCEPTION 'deadlock detected' USING ERRCODE = '40P01'; END $$`);
    });
    await send(needFilled(needId, 1));
    await until('it is applied', async () => (await placesOf(needId)).length === 1);
    expect(tries.get(needId)).toBe(5);
    expect(await deadLettersOf(needId)).toEqual([]);
  });

  it('loses nothing to a handler that swallows an error of the database', async () => {
    const needId = aNeedId();
    wishes.set(needId, async (_, { event, tx }) => {
      if (event.places === 2) await tx.query('SELECT nonsense').catch(() => undefined);
    });
    await send(needFilled(needId, 1), needFilled(needId, 2), needFilled(needId, 3));
    await until('the third is applied', async () => (await placesOf(needId)).length === 2);
    expect(await deadLettersOf(needId)).toHaveLength(1);
  });

  it('writes what handlers keep for the end at once for many events, and only what is poison does not count', async () => {
    const [needId, kept] = [aNeedId(), aNeedId()];
    const written: number[][] = [];
    const write: WriteAtEnd<number> = async (tx, places) => {
      written.push([...places]);
      if (places.includes(3)) throw new Error('no');
      await tx.query(
        'INSERT INTO effect (need_id, event_id, place) SELECT $1, gen_random_uuid(), place FROM unnest($2::int[]) AS place',
        [kept, places],
      );
    };
    wishes.set(needId, (_, { event, tx }) => tx.atEnd(write, event.places));
    await send(...[1, 2, 3, 4, 5].map((place) => needFilled(needId, place)));
    await until('the last is applied', async () => (await placesOf(kept)).includes(5));
    expect(await placesOf(kept)).toEqual([1, 2, 4, 5]);
    expect(await deadLettersOf(needId)).toHaveLength(1);
    // Halves until the one that is poison stands alone, which is tried three times; then all that is left at once.
    const tried = ['1 2 3 4 5', '1 2', '3 4 5', '3', '3', '3 4 5', '3', '4 5'];
    expect(written.map((places) => places.join(' '))).toEqual(tried);
  });

  it('publishes what a handler emits if, and only if, its effect stays', async () => {
    const [kept, thrownAway] = [aNeedId(), aNeedId()];
    const emitAndMaybeFail =
      (fails: boolean) =>
      (_: number, { event, tx }: Delivery<NeedFilled>) => {
        tx.emit(needPublished(event.needId, `from ${event.needId}`));
        if (fails) throw new Error('no');
      };
    wishes.set(kept, emitAndMaybeFail(false));
    wishes.set(thrownAway, emitAndMaybeFail(true));
    await send(needFilled(thrownAway, 1), needFilled(kept, 1));
    await until(
      'both are settled',
      async () => (await placesOf(kept)).length === 1 && (await deadLettersOf(thrownAway)).length === 1,
    );
    const rows: { key: string }[] = await claim.dataSource.query('SELECT key FROM outbox WHERE key = ANY ($1)', [
      [kept, thrownAway],
    ]);
    expect(rows).toEqual([{ key: kept }]);
  });
});

const TRIES_OF_POISON = 3;
