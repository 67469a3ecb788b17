import { create } from '@bufbuild/protobuf';
import {
  CallClassifiedSchema,
  CallReceivedSchema,
  GroupDisputeSuspectedSchema,
  MediationCountedSchema,
  NeedRaisedSchema,
  toTimestamp,
  WarningConfirmedSchema,
  WarningDismissedSchema,
  WarningGrewSchema,
} from '@huying/contracts';
import { Database } from '@huying/database';
import { aName, as, type Body, eventually, expectBody, runNow, TestService, withKey } from '@huying/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { mediationService } from '../src/index.js';
import { aCase, anAccepted, inDays, JUNLIAN } from './examples.js';

let api: TestService;

beforeAll(async () => {
  api = await TestService.start(mediationService);
});
afterAll(() => api.stop());
afterEach(() => api.clock.release());

/** A call about unpaid wages, received and classified. */
async function aCall(communityId: string, text: string, at: Temporal.Instant, code = 'SS-001'): Promise<string> {
  const callId = uuidv7();
  const call = { callId, communityId };
  await api.kafka.deliver(
    create(CallReceivedSchema, { ...call, text, callerId: aName('caller-'), receivedAt: toTimestamp(at) }),
    create(CallClassifiedSchema, { ...call, acceptedCode: code, classifiedAt: toTimestamp(at) }),
  );
  return callId;
}

const staffOf = (community: string) => ({ as: { community } });
const warningsOf = async (community: string): Promise<Body[]> =>
  expectBody(await api.get('/v1/warnings', staffOf(community)), 200).items;

/** So many calls about a workshop, two a day. */
async function calls(community: string, workshop: string, count: number): Promise<string[]> {
  const start = api.clock.now().subtract({ hours: 12 * count });
  const ids: string[] = [];
  for (let number = 0; number < count; number++) {
    ids.push(await aCall(community, `我在${workshop}干了三个月,工资一分没发`, start.add({ hours: 12 * number })));
  }
  return ids;
}

const heard = async (community: string): Promise<Body> => {
  const found = await eventually(async () => {
    const [first] = await warningsOf(community);
    if (!first) throw new Error('There is no warning yet.');
    return first;
  });
  return found;
};

describe('the early warning', () => {
  it('notices that calls point to the same workshop, before the tenth', async () => {
    const community = aName('c-');
    const ids = await calls(community, '兴旺皮革厂', 9);
    const warning = await heard(community);
    expect(warning).toMatchObject({ state: 'suspected', kind: 'wages', about: '兴旺皮革厂', hometown: null });
    expect(warning.advice.map((one: { code: string }) => one.code)).toEqual([
      ...['speak-with-those-concerned', 'visit-employer', 'tell-labour-inspectorate', 'offer-group-mediation'],
    ]);
    expect(warning.advice[0]).toMatchObject({ en: expect.any(String), zh: expect.any(String) });
    expect(ids).toEqual(expect.arrayContaining(warning.complaintIds));
    const [suspected] = await api.kafka.awaitEmitted(GroupDisputeSuspectedSchema, warning.id);
    expect(suspected?.complaints).toBeLessThan(10);
    expect(suspected?.confidence).toBeGreaterThan(0.99);
    // The event does not say who it is: not by name.
    expect(
      JSON.stringify(suspected, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
    ).not.toContain('皮革厂');
    expect((await api.get(`/v1/warnings/${warning.id}`)).status).toBe(404);
    expect((await api.get('/v1/warnings', as('resident', 'p-1'))).status).toBe(403);
  });

  it('tells again when it has grown, and is decided once', async () => {
    const community = aName('c-');
    await calls(community, '大兴皮革加工厂', 16);
    const warning = await heard(community);
    await api.kafka.awaitEmitted(WarningGrewSchema, warning.id);
    expect(await warningsOf(community)).toHaveLength(1);
    const decide = (what: string) =>
      api.post(`/v1/warnings/${warning.id}/${what}`, { reason: '已走访核实' }, staffOf(community));
    expect(expectBody(await decide('confirmation'))).toMatchObject({ state: 'confirmed', decidedBy: 'staff-1' });
    expect(await decide('dismissal')).toMatchObject({ status: 409, body: { code: 'warning-wrong-state' } });
    expect(await api.kafka.awaitEmitted(WarningConfirmedSchema, warning.id)).toHaveLength(1);
  });

  it('that is dismissed stays quiet while no more come than before', async () => {
    const community = aName('c-');
    await calls(community, '鸿运皮件有限公司', 8);
    const warning = await heard(community);
    expectBody(
      await api.post(`/v1/warnings/${warning.id}/dismissal`, { reason: '同一人重复来电' }, staffOf(community)),
    );
    expect(await api.kafka.awaitEmitted(WarningDismissedSchema, warning.id)).toHaveLength(1);
    await aCall(community, '我在鸿运皮件有限公司没拿到工资', api.clock.now());
    const last = await aCall(community, '在另外一家饭店没拿到工资', api.clock.now());
    await eventually(async () => {
      const { items } = expectBody(await api.get('/v1/cases', staffOf(community)), 200);
      expect(items.map((one: { originId: string }) => one.originId)).toContain(last);
    });
    expect(await warningsOf(community)).toHaveLength(1);
  });

  it('hears cases and needs too, by the hometown that those who ask share', async () => {
    const community = aName('c-');
    for (let number = 0; number < 10; number++) {
      const parties = [
        { side: 1, name: '工友', hometown: JUNLIAN },
        { side: 2, name: '老板', accountId: aName('boss-') },
      ];
      const worker = { as: { role: 'resident' as const, subject: aName('w-'), community } };
      expectBody(await api.post('/v1/cases', { kind: 'wages', asked: '讨薪', parties }, withKey(worker)));
    }
    expect(await heard(community)).toMatchObject({ about: null, hometown: '511500' });

    const other = aName('c-');
    const raised = { communityId: other, catalogueItemCode: 'GS-007', title: '阳光花园物业乱收费', urgency: 1 };
    for (let number = 0; number < 9; number++) {
      await api.kafka.deliver(
        create(NeedRaisedSchema, { ...raised, needId: uuidv7(), raisedAt: toTimestamp(api.clock.now()) }),
      );
    }
    expect(await heard(other)).toMatchObject({ kind: 'property-management' });
  });

  it('does not warn of calls that have nothing in common, and hears a call once', async () => {
    const community = aName('c-');
    for (const name of ['甲一皮革厂', '乙二服装厂', '丙三饭店', '丁四超市'])
      await aCall(community, `我在${name}没拿到工资`, api.clock.now());
    const once = await aCall(community, '我在兴旺皮革厂没拿到工资', api.clock.now());
    const again = {
      callId: once,
      communityId: community,
      acceptedCode: 'SS-001',
      classifiedAt: toTimestamp(api.clock.now()),
    };
    await api.kafka.deliver(...Array.from({ length: 9 }, () => create(CallClassifiedSchema, again)));
    const last = await aCall(community, '工资没拿到', api.clock.now());
    await eventually(async () => {
      const { items } = expectBody(await api.get('/v1/cases', staffOf(community)), 200);
      expect(items.map((one: { originId: string }) => one.originId)).toContain(last);
    });
    expect(await warningsOf(community)).toEqual([]);
  });

  it('forgets what is long ago', async () => {
    const community = aName('c-');
    await calls(community, '旧日皮革厂', 3);
    await aCall(community, '电梯坏了', api.clock.now(), 'GS-001');
    const rows = async () =>
      (await countOf(`SELECT count(*)::int AS n FROM group_watches WHERE community_id = '${community}'`)) +
      (await countOf(`SELECT count(*)::int AS n FROM heard_calls WHERE community_id = '${community}'`));
    await eventually(async () => expect(await rows()).toBe(2));
    await runNow(api, 'forget-complaints');
    expect(await rows()).toBe(2);
    api.clock.advance({ hours: 24 * 3_650 });
    await runNow(api, 'forget-complaints');
    expect(await rows()).toBe(0);
  });
});

const countOf = async (sql: string): Promise<number> => {
  const [row] = await api.service.app.get(Database, { strict: false }).read.query<{ n: number }[]>(sql);
  return row?.n ?? 0;
};

describe('what the district hears', () => {
  it('is how many cases there were on a day, once', async () => {
    const { id } = await anAccepted(api);
    await aCase(api);
    expectBody(await api.post(`/v1/cases/${id}/termination`, { reason: 'no-agreement' }));
    const on = inDays(api, 0);
    api.clock.advance({ hours: 24 });
    await runNow(api, 'count-cases');
    await runNow(api, 'count-cases');
    const counted = await api.kafka.awaitEmitted(MediationCountedSchema, 'xishan');
    expect(counted).toMatchObject([{ on, received: 2, terminated: 1, agreed: 0, open: 1 }]);
  });
});
