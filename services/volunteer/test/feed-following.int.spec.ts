import { eventually, TestService, type TokenWish } from '@huying/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { append } from '../src/feed/feed-entries.js';
import { FeedHub } from '../src/feed/feed-hub.js';
import { volunteerService } from '../src/index.js';
import { needPublished, startsAt } from './neighbours.js';
import { FeedClient } from './server-sent-events.js';

let service: TestService;
const open: FeedClient[] = [];
const as = (subject: string, community = 'xishan'): TokenWish => ({ role: 'volunteer', subject, community });

async function follow(who: TokenWish, lastEventId?: string): Promise<FeedClient> {
  const client = await FeedClient.open(service, who, lastEventId);
  open.push(client);
  return client;
}

beforeAll(async () => {
  service = await TestService.start(volunteerService);
});

afterEach(() => {
  for (const client of open.splice(0)) client.close();
});

afterAll(() => service.stop());

const entryOf = (communityId: string) =>
  ({ communityId, type: 'need-published', needId: uuidv7(), at: startsAt }) as const;

describe('following', () => {
  it('resumes after the last event seen, also when none was seen yet, and goes on live', async () => {
    const first = await follow(as('f-in'));
    const start = first.lastEventId;
    first.close();
    const needs = [uuidv7(), uuidv7(), uuidv7()];
    await service.kafka.deliver(...needs.slice(0, 2).map((id) => needPublished(id)));
    await eventually(async () => {
      const list = await service.get('/v1/feed/entries', { as: as('f-in') });
      expect(list.body.items.map(({ needId }: { needId: string }) => needId)).toEqual(
        expect.arrayContaining(needs.slice(0, 2)),
      );
    });
    const second = await follow(as('f-in'), start);
    const [seen] = await second.awaitEvents(1);
    await service.kafka.deliver(needPublished(needs[2] ?? ''));
    const all = await second.awaitEvents(3);
    expect(all.map(({ data }) => data.needId).sort()).toEqual([...needs].sort());
    const third = await follow(as('f-in'), seen?.id);
    expect((await third.awaitEvents(2)).map(({ id }) => id)).toEqual(all.slice(1).map(({ id }) => id));
  });

  it('misses nothing and sees everything once and in order, while many write and clients come and go', async () => {
    const database = service.service.database;
    const community = 'busy';
    const lasting = await follow(as('f-busy', community));
    const start = lasting.lastEventId;
    const seen: string[] = [];
    let cursor = start;
    const writing = Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let turn = 0; turn < 40; turn += 1) {
          await database.withTransaction(async (tx) => {
            await append(tx, entryOf(community));
            if (turn % 3 === 0) await append(tx, entryOf(community));
            await tx.query('SELECT pg_sleep(random() * 0.003)');
          });
        }
      }),
    );
    const total = 8 * (40 + 14);
    while (seen.length < total) {
      const client = await FeedClient.open(service, as('f-busy', community), cursor);
      await client.awaitEvents(Math.min(50, total - seen.length));
      client.close();
      seen.push(...client.events.map(({ id }) => id));
      cursor = client.events.at(-1)?.id ?? cursor;
    }
    await writing;
    expect(seen).toHaveLength(total);
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => Number(a) - Number(b)));
    const ids = (await lasting.awaitEvents(total)).map(({ id }) => id);
    expect(ids).toEqual(seen);
  });

  it('goes on when the connection that listens is lost', async () => {
    const client = await follow(as('f-in'));
    const { dataSource } = service.service.database;
    const listeners = () =>
      dataSource.query<{ pid: number }[]>(
        `SELECT pid FROM pg_stat_activity WHERE query = 'LISTEN huying_feed' AND datname = current_database()`,
      );
    const [before] = await eventually(async () => {
      const found = await listeners();
      expect(found).toHaveLength(1);
      return found;
    });
    await dataSource.query('SELECT pg_terminate_backend($1)', [before?.pid]);
    await service.kafka.deliver(needPublished(uuidv7()));
    await client.awaitEvents(1);
    await eventually(async () => expect((await listeners())[0]?.pid).not.toBe(before?.pid));
  });

  it('starts anew for an id from the future, and refuses what is no id', async () => {
    const client = await follow(as('f-in'), '999999999999');
    await service.kafka.deliver(needPublished(uuidv7()));
    await client.awaitEvents(1);
    await expect(
      service.get('/v1/feed', { as: as('f-in'), headers: { 'last-event-id': "1' OR 1=1" } }),
    ).resolves.toMatchObject({ status: 400, body: { code: 'feed-last-event-id-malformed' } });
    await expect(service.get('/v1/feed', { authorization: null })).resolves.toMatchObject({ status: 401 });
  });

  it('is bounded for one person: the oldest of many streams ends', async () => {
    const clients: FeedClient[] = [];
    for (let count = 0; count < 11; count += 1) clients.push(await follow(as('f-many')));
    await eventually(() =>
      expect(clients.map(({ ended }) => ended)).toEqual([true, ...Array<boolean>(10).fill(false)]),
    );
  });
});

describe('a line that nothing is said on', () => {
  it('is kept open by comments', async () => {
    const hub = new FeedHub(service.service.database, 20);
    const stream = await hub.open({ communityId: 'quiet', personId: 'f-quiet' }, undefined);
    let text = '';
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    await eventually(() => expect(text.match(/^:.*$/gm)?.length).toBeGreaterThanOrEqual(2));
    await hub.onModuleDestroy();
    await eventually(() => expect(stream.readableEnded).toBe(true));
  });
});

describe('stopping', () => {
  it('ends the streams and takes no new ones', async () => {
    const client = await follow(as('f-in'));
    await service.service.app.get(FeedHub).onModuleDestroy();
    await eventually(() => expect(client.ended).toBe(true));
    await expect(service.get('/v1/feed', { as: as('f-in') })).resolves.toMatchObject({ status: 503 });
  });
});
