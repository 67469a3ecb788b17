import { create, type MessageInitShape } from '@bufbuild/protobuf';
import {
  NeedAroseSchema,
  NeedCancelledSchema,
  NeedLapsedSchema,
  NeedPublishedSchema,
  NeedRaisedSchema,
  toTimestamp,
  Urgency,
  VolunteersWantedSchema,
} from '@huying/contracts';
import { eventually, TestService } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { requestService } from '../src/index.js';
import { inHours } from './examples.js';

let api: TestService;

beforeAll(async () => {
  api = await TestService.start(requestService);
});
afterAll(() => api.stop());

const at = (hours: number) => toTimestamp(Temporal.Instant.from(inHours(hours)));

const arose = (fields: Partial<MessageInitShape<typeof NeedAroseSchema>> = {}) =>
  create(NeedAroseSchema, {
    needId: uuidv7(),
    communityId: 'xishan',
    origin: { kind: 'venue', id: uuidv7() },
    catalogueItemCode: 'SG-020',
    title: '想学手机视频',
    urgency: Urgency.NORMAL,
    places: 3,
    startsAt: at(24),
    endsAt: at(26),
    location: { name: '居民会客厅', building: '3幢' },
    organiser: 'xishan',
    personInCharge: '居民会客厅',
    aroseBy: 'r-1',
    aroseAt: at(0),
    ...fields,
  } as MessageInitShape<typeof NeedAroseSchema>);

const shown = async (id: string) => (await api.get(`/v1/needs/${id}`)).body as Record<string, unknown>;

describe('a need that arose elsewhere', () => {
  it('is a draft under its id, with the place on it, once however often it is told', async () => {
    const event = arose();
    await api.kafka.deliver(event);
    const [raised] = await api.kafka.awaitEmitted(NeedRaisedSchema, event.needId);
    expect(raised).toMatchObject({ raisedBy: 'r-1', reason: `venue: ${event.origin?.id}`, places: 3 });
    expect(await shown(event.needId)).toMatchObject({
      state: 'draft',
      title: '想学手机视频',
      location: { name: '居民会客厅', building: '3幢' },
    });
    const { body } = await api.get(`/v1/needs/${event.needId}/history`);
    expect(body.items).toMatchObject([{ to: 'draft', reason: `venue: ${event.origin?.id}` }]);
  });

  it('is published at once if asked', async () => {
    const event = arose({ publish: true, skills: ['teaching'], minimumAge: 18 });
    await api.kafka.deliver(event);
    const [published] = await api.kafka.awaitEmitted(NeedPublishedSchema, event.needId);
    expect(published).toMatchObject({ requirements: { skills: ['teaching'], minimumAge: 18 }, waitingList: true });
    expect(published).toMatchObject({ publishedBy: 'organization-service', reason: `venue: ${event.origin?.id}` });
    expect(await shown(event.needId)).toMatchObject({ state: 'published' });
  });

  it('is an emergency that can be claimed until it is over, also if it has begun', async () => {
    const event = arose({ publish: true, urgency: Urgency.EMERGENCY, places: 1, startsAt: at(-2), endsAt: at(-1) });
    await api.kafka.deliver(event);
    const [published] = await api.kafka.awaitEmitted(NeedPublishedSchema, event.needId);
    expect(published?.urgency).toBe(Urgency.EMERGENCY);
    expect(published?.closesAt).toEqual(published?.endsAt);
  });

  it('is not raised when its time is over, and one of an unknown item waits among the dead letters', async () => {
    const [over, unknown, next] = [
      arose({ startsAt: at(-2), endsAt: at(-1) }),
      arose({ catalogueItemCode: 'XX-999' }),
      arose(),
    ];
    await api.kafka.deliver(over, unknown, next);
    await api.kafka.awaitEmitted(NeedRaisedSchema, next.needId);
    expect((await api.get(`/v1/needs/${over.needId}`)).status).toBe(404);
    expect((await api.get(`/v1/needs/${unknown.needId}`)).status).toBe(404);
  });

  it('is a draft of what residents put on a list', async () => {
    const event = create(VolunteersWantedSchema, {
      ...{ needId: uuidv7(), communityId: 'xishan', roundId: uuidv7(), optionId: 'o4', catalogueItemCode: 'GS-001' },
      ...{ title: '楼道照明', places: 4, startsAt: at(24), endsAt: at(26), location: { name: '3幢楼下' } },
      ...{ personInCharge: '李主任', wantedBy: 'staff-1', wantedAt: at(0) },
    });
    await api.kafka.deliver(event);
    const [raised] = await api.kafka.awaitEmitted(NeedRaisedSchema, event.needId);
    expect(raised).toMatchObject({ raisedBy: 'staff-1', places: 4, catalogueItemCode: 'GS-001' });
    expect(await shown(event.needId)).toMatchObject({
      state: 'draft',
      title: '楼道照明',
      location: { name: '3幢楼下' },
    });
    const { body } = await api.get(`/v1/needs/${event.needId}/history`);
    expect(body.items).toMatchObject([{ to: 'draft', reason: `priority: ${event.roundId} o4` }]);
  });

  it('is cancelled when it lapses', async () => {
    const event = arose({ publish: true });
    await api.kafka.deliver(event);
    await api.kafka.awaitEmitted(NeedPublishedSchema, event.needId);
    await api.kafka.deliver(
      create(NeedLapsedSchema, { needId: event.needId, communityId: 'xishan', reason: '活动取消', lapsedAt: at(0) }),
      create(NeedLapsedSchema, { needId: uuidv7(), communityId: 'xishan', reason: '活动取消', lapsedAt: at(0) }),
    );
    await api.kafka.awaitEmitted(NeedCancelledSchema, event.needId);
    await eventually(async () => expect(await shown(event.needId)).toMatchObject({ state: 'cancelled' }));
  });
});
