import { create } from '@bufbuild/protobuf';
import {
  NeedBroadcastSchema,
  NeedCancelledSchema,
  NeedFilledSchema,
  toTimestamp,
  WaitingListJoinedSchema,
} from '@huying/contracts';
import { eventually, TestService, type TokenWish } from '@huying/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { append, type NewFeedEntry } from '../src/feed/feed-entries.js';
import { ForgetEntries } from '../src/feed/forget-entries/forget-entries.js';
import { volunteerService } from '../src/index.js';
import { needPublished, placeHeld, placeReleased, startsAt } from './neighbours.js';
import { FeedClient } from './server-sent-events.js';

let service: TestService;
let groupId: string;
const open: FeedClient[] = [];
const as = (subject: string, community = 'xishan'): TokenWish => ({ role: 'volunteer', subject, community });

async function follow(who: TokenWish, lastEventId?: string): Promise<FeedClient> {
  const client = await FeedClient.open(service, who, lastEventId);
  open.push(client);
  return client;
}

beforeAll(async () => {
  service = await TestService.start(volunteerService);
  groupId = (await service.post('/v1/groups', { name: '陪伴组' })).body.id as string;
  for (const [index, id] of ['f-in', 'f-out', 'f-gone'].entries()) {
    const groupIds = id === 'f-out' ? [] : [groupId];
    await service.post('/v1/volunteers', {
      id,
      name: id,
      phone: `+861390000100${index}`,
      birthDate: '1990-01-01',
      groupIds,
    });
  }
  await service.post('/v1/volunteers/f-gone/suspension', { reason: 'x' });
});

afterEach(() => {
  for (const client of open.splice(0)) client.close();
});

afterAll(() => service.stop());

const at = toTimestamp(startsAt);
const entry = (over: Partial<NewFeedEntry> = {}): NewFeedEntry => ({
  communityId: 'xishan',
  type: 'need-published',
  needId: uuidv7(),
  at: startsAt,
  ...over,
});

describe('a published need', () => {
  it('appears in the feeds of the whole community, and is on record with its recipients', async () => {
    const needId = uuidv7();
    const [member, resident, stranger] = [
      await follow(as('f-in')),
      await follow({ role: 'resident', subject: 'r-1' }),
      await follow(as('f-in', 'nanmen')),
    ];
    await service.kafka.deliver(needPublished(needId));
    for (const client of [member, resident]) {
      expect(await client.awaitEvents(1)).toMatchObject([
        {
          type: 'need-published',
          data: { needId, need: { title: '陪独居老人体检', places: 3, location: { building: '3幢' }, groupIds: [] } },
        },
      ]);
    }
    await expect(service.kafka.awaitEmitted(NeedBroadcastSchema, needId)).resolves.toMatchObject([
      { recipients: 2, groupIds: [] },
    ]);
    expect(stranger.events).toEqual([]);
  });

  it('for groups is told to their members only, and counts only active ones', async () => {
    const needId = uuidv7();
    const [member, other] = [await follow(as('f-in')), await follow(as('f-out'))];
    await service.kafka.deliver(needPublished(needId, { groupIds: [groupId] }));
    await member.awaitEvents(1);
    await expect(service.kafka.awaitEmitted(NeedBroadcastSchema, needId)).resolves.toMatchObject([
      { recipients: 1, groupIds: [groupId] },
    ]);
    const open = uuidv7();
    await service.kafka.deliver(needPublished(open));
    expect((await other.awaitEvents(1)).map(({ data }) => data.needId)).toEqual([open]);
    expect((await member.awaitEvents(2)).map(({ data }) => data.needId)).toEqual([needId, open]);
  });

  it('that is filled or cancelled is told to the same people; one never published is news to nobody', async () => {
    const [needId, draft] = [uuidv7(), uuidv7()];
    const [member, other] = [await follow(as('f-in')), await follow(as('f-out'))];
    const cancelled = (id: string) =>
      create(NeedCancelledSchema, {
        needId: id,
        communityId: 'xishan',
        cancelledBy: 's',
        reason: 'x',
        cancelledAt: at,
      });
    await service.kafka.deliver(
      needPublished(needId, { groupIds: [groupId] }),
      create(NeedFilledSchema, { needId, communityId: 'xishan', places: 3, filledAt: at }),
      cancelled(draft),
      cancelled(needId),
    );
    expect((await member.awaitEvents(3)).map(({ type }) => type)).toEqual([
      'need-published',
      'need-filled',
      'need-cancelled',
    ]);
    expect(other.events).toEqual([]);
  });
});

describe('a place', () => {
  it('is told to the one who holds it, waits for it or gives it back', async () => {
    const needId = uuidv7();
    const [holder, other] = [await follow(as('f-in')), await follow(as('f-out'))];
    const held = placeHeld(needId, 'f-in');
    const joined = create(WaitingListJoinedSchema, {
      needId,
      communityId: 'xishan',
      claimId: uuidv7(),
      volunteerId: 'f-in',
      position: 4,
      sequence: 1n,
      joinedAt: at,
    });
    await service.kafka.deliver(joined, held, placeReleased(held));
    expect(await holder.awaitEvents(3)).toMatchObject([
      { type: 'waiting', data: { details: { position: 4 }, need: null } },
      { type: 'place-held', data: { details: { claimId: held.claimId, place: 1, fromWaitingList: false } } },
      { type: 'place-released', data: { details: { claimId: held.claimId, reason: 'volunteer' } } },
    ]);
    expect(other.events).toEqual([]);
  });
});

describe('the list of entries', () => {
  it('shows the newest first, page by page, and only what is for oneself', async () => {
    const needId = uuidv7();
    await service.kafka.deliver(needPublished(needId), placeHeld(needId, 'f-in'), placeHeld(needId, 'f-out'));
    const own = async (query = '') =>
      (await service.get(`/v1/feed/entries${query}`, { as: as('f-in') })).body as {
        items: { id: string; type: string; needId: string }[];
        nextCursor: string;
      };
    await eventually(async () => {
      const entries = (await own()).items.filter((one) => one.needId === needId);
      expect(entries.map(({ type }) => type).sort()).toEqual(['need-published', 'place-held']);
    });
    const page = await own('?limit=1');
    const next = await own(`?limit=1&cursor=${page.nextCursor}`);
    expect(Number(next.items[0]?.id)).toBeLessThan(Number(page.items[0]?.id));
  });

  it('forgets entries after seven days', async () => {
    const { database, app } = service.service;
    await database.withTransaction(async (tx) => {
      await append(tx, entry({ communityId: 'old', at: startsAt.subtract({ hours: 7 * 24 + 1 }) }));
      await append(tx, entry({ communityId: 'old', at: startsAt.subtract({ hours: 7 * 24 - 1 }) }));
    });
    service.clock.set(startsAt);
    await app.get(ForgetEntries).run();
    service.clock.release();
    const { body } = await service.get('/v1/feed/entries', { as: { community: 'old' } });
    expect(body.items).toHaveLength(1);
  });
});
