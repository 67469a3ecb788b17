import { create } from '@bufbuild/protobuf';
import {
  CallReceivedSchema,
  NeedPublishedSchema,
  PlaceHeldSchema,
  VolunteerChangedSchema,
  type NeedPublished,
} from '@huying/contracts';
import { EventReader, type ReadEvent } from '@huying/events';
import { eventually, TestService } from '@huying/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { ForgetEvents } from '../src/feed/forget-events/forget-events.js';
import { districtService } from '../src/index.js';

interface CloudEvent {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly sequence: string;
  readonly communityid: string;
  readonly data: Readonly<Record<string, unknown>>;
}

let api: TestService;
const onKafka: ReadEvent[] = [];
let reader: EventReader;

beforeAll(async () => {
  api = await TestService.start(districtService);
  reader = new EventReader({
    kafka: { brokers: api.environment.KAFKA_BROKERS!.split(','), topicPrefix: api.environment.TOPIC_PREFIX! },
    topics: ['huying.district.events.v1'],
    from: 'beginning',
    onEvent: (event) => void onKafka.push(event),
  });
  await reader.start();
});
afterAll(async () => {
  await reader.stop();
  await api.stop();
});
afterEach(() => api.clock.release());

const aCommunity = () => `c-${randomUUID()}`;
const published = (communityId: string, needId: string = uuidv7()): NeedPublished =>
  create(NeedPublishedSchema, { needId, communityId, publication: 1, places: 3, title: '陪同就医' });

/** One page as a district asks for it. */
async function ask(community: string, query = ''): Promise<{ events: CloudEvent[]; next: string }> {
  const answer = await api.get(`/v1/events${query}`, { as: { role: 'district', subject: 'd-1', community } });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('application/cloudevents-batch+json; charset=utf-8');
  const next = /<([^>]+)>; rel="?next"?/.exec(answer.headers.get('link') ?? '')?.[1] ?? '';
  return { events: answer.body, next: next.slice(next.indexOf('?')) };
}

const all = (community: string, count: number, query = '') =>
  eventually(async () => {
    const page = await ask(community, query);
    if (page.events.length < count) throw new Error(`There are ${page.events.length} events, not ${count}.`);
    return page;
  });

describe('the feed of a district', () => {
  it('has what it may see, by HTTP and on its topic alike, and nothing else', async () => {
    const community = aCommunity();
    const needId = uuidv7();
    const [, publishedId] = await api.kafka.deliver(
      create(VolunteerChangedSchema, { volunteerId: 'v-1', communityId: community, version: 1 }),
      published(community, needId),
    );
    const { events } = await all(community, 1);
    expect(events).toEqual([
      expect.objectContaining({
        ...{ specversion: '1.0', id: publishedId, type: 'huying.request.v1.NeedPublished', subject: needId },
        ...{ source: '/services/request', communityid: community, datacontenttype: 'application/json' },
        dataschema: 'urn:huying:proto:huying.request.v1.NeedPublished',
      }),
    ]);
    const seen = await eventually(() => {
      const found = onKafka.filter(({ envelope }) => envelope.communityId === community);
      if (found.length === 0) throw new Error('The topic has nothing of it yet.');
      return found;
    });
    expect(seen.map(({ envelope, data }) => ({ id: envelope.id, data }))).toEqual(
      events.map(({ id, data }) => ({ id, data })),
    );
  });

  it('names people by pseudonyms that hold for a month in a community, and no longer', async () => {
    const [one, other] = [aCommunity(), aCommunity()];
    const held = (communityId: string) =>
      create(PlaceHeldSchema, { communityId, needId: uuidv7(), claimId: uuidv7(), volunteerId: 'v-wang', place: 1 });
    await api.kafka.deliver(held(one), held(one), held(other));
    const names = [...(await all(one, 2)).events, ...(await all(other, 1)).events].map(({ data }) => data.volunteerId);
    expect(names[0]).toMatch(/^p-[\w-]{22}$/);
    expect(names[1]).toBe(names[0]);
    expect(names[2]).not.toBe(names[0]);
  });

  it('leaves out what callers said', async () => {
    const community = aCommunity();
    await api.kafka.deliver(
      create(CallReceivedSchema, {
        callId: uuidv7(),
        communityId: community,
        text: '我住在三号楼',
        callerId: 'r-zhang',
      }),
    );
    const text = JSON.stringify((await all(community, 1)).events);
    expect(text).not.toContain('三号楼');
    expect(text).not.toContain('r-zhang');
  });

  it('is of the community of the token', async () => {
    await api.kafka.deliver(published(aCommunity()));
    expect((await ask(aCommunity())).events).toEqual([]);
  });
});

describe('reading on', () => {
  it('while many write misses nothing, repeats nothing, and keeps the order of each need', async () => {
    const community = aCommunity();
    const needs = Array.from({ length: 20 }, () => uuidv7());
    const written: string[] = [];
    const write = async () => {
      for (let round = 0; round < 5; round += 1) {
        written.push(...(await api.kafka.deliver(...needs.map((needId) => published(community, needId)))));
      }
    };
    const read: CloudEvent[] = [];
    const follow = async () => {
      let query = '?limit=7&wait=5';
      while (read.length < 100) {
        const { events, next } = await ask(community, query);
        read.push(...events);
        query = next;
      }
    };
    await Promise.all([write(), follow()]);
    expect(new Set(read.map(({ id }) => id)).size).toBe(read.length);
    const idsOf = (subject: string) => read.filter((event) => event.subject === subject).map(({ id }) => id);
    needs.forEach((needId, index) =>
      expect(idsOf(needId)).toEqual([0, 1, 2, 3, 4].map((round) => written[round * needs.length + index])),
    );
    const kafkaIds = await eventually(() => {
      const ids = onKafka
        .filter(({ envelope }) => envelope.communityId === community)
        .map(({ envelope }) => envelope.id);
      if (ids.length < 100) throw new Error(`The topic has ${ids.length} events.`);
      return ids;
    });
    expect([...kafkaIds].sort()).toEqual(read.map(({ id }) => id).sort());
  });

  it('waits until there is something, and no longer than it was asked to', async () => {
    const community = aCommunity();
    const { next } = await ask(community);
    const waiting = ask(community, `${next}&wait=20`);
    await api.kafka.deliver(published(community));
    expect((await waiting).events).toHaveLength(1);
    expect((await ask(aCommunity(), '?wait=1')).events).toEqual([]);
  });

  it('goes past what is of other types', async () => {
    const community = aCommunity();
    await api.kafka.deliver(published(community), published(community));
    await all(community, 2);
    const { events, next } = await ask(community, '?types=huying.request.v1.NeedClosed');
    expect(events).toEqual([]);
    expect((await ask(community, next.replace(/types=[^&]*&?/, ''))).events).toEqual([]);
  });

  it.each(['NeedPublished', 'huying.request.v1.NeedPublished', 'NeedClosed,NeedPublished'])(
    'of the types %s are those asked for, by their full or short names',
    async (types) => {
      const community = aCommunity();
      await api.kafka.deliver(published(community));
      await all(community, 1);
      expect((await ask(community, `?types=${types}`)).events).toHaveLength(1);
    },
  );

  it.each(['NeedPublishe', 'needpublished', 'v1.NeedPublished', 'NeedPublished,'])(
    'of types that there are not, as in %s, are refused with those that there are',
    async (types) => {
      for (const language of ['en', 'zh-CN']) {
        const headers = { 'accept-language': language };
        const answer = await api.get(`/v1/events?types=${types}`, { as: { role: 'district' }, headers });
        expect(answer.status).toBe(422);
        expect(answer.body.errors).toEqual([
          { pointer: '/types', code: 'isIn', detail: expect.stringMatching(/NeedCompleted.*, NeedPublished, /) },
        ]);
      }
    },
  );

  it('after events that are no longer kept is told so', async () => {
    const community = aCommunity();
    await api.kafka.deliver(published(community), published(community));
    const { events } = await all(community, 2);
    api.clock.set(api.clock.now().add({ hours: 91 * 24 }));
    await api.service.app.get(ForgetEvents).run();
    api.clock.release();
    await api.kafka.deliver(published(community));
    await all(community, 1);
    const after = `/v1/events?after=${events[0]?.sequence ?? ''}`;
    const answer = await api.get(after, { as: { role: 'district', community } });
    expect(answer.status).toBe(410);
    expect(answer.body.code).toBe('events-forgotten');
  });

  it('after an event that is not there yet is told that the feed is another one', async () => {
    const community = aCommunity();
    await api.kafka.deliver(published(community));
    await all(community, 1);
    const answer = await api.get(`/v1/events?after=${'9'.repeat(18)}&wait=30`, { as: { role: 'district', community } });
    expect([answer.status, answer.body.code]).toEqual([409, 'events-cursor-ahead']);
    const headers = { 'last-event-id': '9'.repeat(18) };
    const stream = await api.get('/v1/events/stream', { as: { role: 'district', community }, headers });
    expect([stream.status, stream.body.code]).toEqual([409, 'events-cursor-ahead']);
  });

  it.each([
    'after=x',
    'after=-1',
    'after=9999999999999999999',
    'limit=0',
    'limit=1001',
    'wait=31',
    'types=Nothing',
    'unknown=1',
  ])('is refused with %s', async (query) => {
    const answer = await api.get(`/v1/events?${query}`, { as: { role: 'district' } });
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toHaveLength(1);
  });

  it('is not for volunteers', async () => {
    expect((await api.get('/v1/events', { as: { role: 'volunteer' } })).status).toBe(403);
  });
});

describe('following', () => {
  /** Reads a stream until so many events came, and leaves. */
  async function follow(community: string, count: number, lastEventId?: string): Promise<CloudEvent[]> {
    const token = await api.issuer.token({ role: 'district', subject: 'd-1', community });
    const leave = new AbortController();
    const answer = await fetch(`${api.url}/v1/events/stream`, {
      headers: { authorization: `Bearer ${token}`, ...(lastEventId && { 'last-event-id': lastEventId }) },
      signal: leave.signal,
    });
    expect(answer.status).toBe(200);
    const events: CloudEvent[] = [];
    let text = '';
    for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const data = /^data: (.+)$/m.exec(block)?.[1];
        if (data) events.push(JSON.parse(data) as CloudEvent);
      }
      if (events.length >= count) break;
    }
    leave.abort();
    return events;
  }

  it('goes on after the sequence of an event as well, with its zeros', async () => {
    const community = aCommunity();
    await api.kafka.deliver(published(community), published(community));
    const { events: seen } = await all(community, 2);
    expect(seen[0]?.sequence).toMatch(/^0\d{18}$/);
    expect((await follow(community, 1, seen[0]?.sequence)).map(({ id }) => id)).toEqual([seen[1]?.id]);
  });

  it('goes on live after the last event that was seen', async () => {
    const community = aCommunity();
    await api.kafka.deliver(published(community), published(community));
    const { events: seen } = await all(community, 2);
    const following = follow(community, 2, String(Number(seen[0]?.sequence)));
    const [id] = await api.kafka.deliver(published(community));
    expect((await following).map((event) => event.id)).toEqual([seen[1]?.id, id]);
  });

  it('is refused after an id that is none', async () => {
    const headers = { 'last-event-id': 'yesterday' };
    const answer = await api.get('/v1/events/stream', { as: { role: 'district' }, headers });
    expect(answer.body.code).toBe('events-last-event-id-malformed');
  });
});

describe('the export of a day', () => {
  const exported = (community: string, day: string) =>
    api.get(`/v1/events/exports/${day}`, { as: { role: 'district', community } });
  const dayOf = (hoursFromNow: number): string =>
    api.clock.now().add({ hours: hoursFromNow }).toZonedDateTimeISO('Asia/Shanghai').toPlainDate().toString();

  it('is every event of that day in its order, a line for each', async () => {
    const community = aCommunity();
    await api.kafka.deliver(published(community), published(community), published(community));
    const { events } = await all(community, 3);
    const today = dayOf(0);
    api.clock.advance({ hours: 24 });
    const { status, text } = await exported(community, today);
    expect(status).toBe(200);
    const lines = text.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as CloudEvent)).toEqual(events);
    api.clock.advance({ hours: 24 });
    expect((await exported(community, dayOf(-24))).text).toBe('');
  });

  it('is refused for a day that is not over, no day, and one that is no longer kept', async () => {
    const community = aCommunity();
    expect((await exported(community, dayOf(0))).body.code).toBe('events-day-not-over');
    expect((await exported(community, '2026-02-30')).body.code).toBe('events-day-malformed');
    expect((await exported(community, dayOf(-24 * 91))).body.code).toBe('events-day-forgotten');
  });
});
