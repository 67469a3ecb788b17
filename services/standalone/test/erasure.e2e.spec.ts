import { randomUUID } from 'node:crypto';
import { commonRetention, type RetentionRule, type Subject } from '@huying/http';
import { eventually } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getToken, type Api } from '../src/index.js';
import { PlatformUnderTest } from './platform-under-test.js';
import { pathOf } from './routes.js';
import { heldByRedis, storedBy, type StoredValue } from './stored.js';
import { validBody, type Schema } from './valid-body.js';

/**
 * The drill: somebody's personal data, with marks that stand nowhere else, goes in by every way that the API has; they are erased; then every
 * table of every service, decrypted, and Redis are searched for the marks.
 */

const HOUR_MS = 3_600_000;
const MARK = '印记五二八';
const PHONE = '+8613957300528';
/** A birthday and a hometown of which there is no other in this test. */
const BORN = '1987-06-05';
const HOMETOWN = '520625';
const ID = 'v-marked';
const OTHER = 'v-other';
const marks = [MARK, PHONE, PHONE.slice(3), BORN, BORN.replaceAll('-', ''), HOMETOWN];
const marked = (field: string): string => `${MARK}${field}`;

let platform: PlatformUnderTest;
let staff: Api;
let own: Api;
let needId: string;

interface Report {
  readonly id: string;
  readonly state: string;
  readonly services: readonly {
    readonly service: string;
    readonly state: string;
    readonly removed: readonly { readonly rule: string; readonly rows: number }[];
    readonly kept: readonly { readonly rule: string; readonly because: string }[];
  }[];
}

beforeAll(async () => {
  platform = await PlatformUnderTest.start({ PROPOSAL_HOUSEHOLD_DAYS: '0' });
  staff = platform.as('staff', 'staff-1');
  own = platform.as('volunteer', ID);
});
afterAll(() => platform.stop());

const everything = async (): Promise<StoredValue[]> => {
  const found = await Promise.all(
    platform.platform.services.map(({ definition: { name } }) =>
      storedBy(name, process.env.POSTGRES_URL ?? '', `${platform.mark}_${name}`),
    ),
  );
  return found.flat();
};
const withMark = (stored: readonly StoredValue[]): StoredValue[] =>
  stored.filter(({ text }) => marks.some((mark) => text.includes(mark)));
const placesOf = (stored: readonly StoredValue[]): string[] =>
  [...new Set(stored.map(({ service, table }) => `${service}.${table}`))].sort();
const markedInRedis = async (): Promise<string[]> => {
  const held = await heldByRedis(process.env.REDIS_URL ?? '', `${platform.mark}:`);
  return [...held].filter(([, text]) => marks.some((mark) => text.includes(mark))).map(([key]) => key);
};
const rulesOf = (service: string): readonly RetentionRule[] => [
  ...(platform.platform.services.find(({ definition }) => definition.name === service)?.definition.retention ?? []),
  ...commonRetention,
];
/** Whether the declarations say that something in that table stays when the person is erased. */
const mayStay =
  (subject: Subject) =>
  ({ service, table }: StoredValue): boolean =>
    rulesOf(service).some(
      (rule) =>
        rule.table === table &&
        (rule.end.do === 'kept' || rule.onErasure?.[subject]?.do === 'keep' || commonRetention.includes(rule)),
    );

async function aNeed(callId?: string): Promise<string> {
  const { id } = await staff.post<{ id: string }>('/v1/needs', {
    ...{ callId, catalogueItemCode: 'LC-001', title: '修电饭煲', places: 1 },
    startsAt: new Date(Date.now() + 26 * HOUR_MS).toISOString(),
    endsAt: new Date(Date.now() + 28 * HOUR_MS).toISOString(),
    ...(callId && { description: marked('描述'), privateDetails: marked('门牌') }),
    ...{ location: { name: '居民会客厅', building: callId ? marked('楼') : '1幢' } },
    personInCharge: callId ? marked('负责人') : '社工',
  });
  await staff.post(`/v1/needs/${id}/publication`, { waitingList: true });
  return id;
}

/** As themself, in every role that a resident can have: a body that is let through, with the mark wherever people write freely. */
async function sendEverywhere(): Promise<string[]> {
  const api = platform.platform.openApi;
  const taken: string[] = [];
  for (const role of ['volunteer', 'resident', 'supervisor', 'organisation', 'partner'] as const) {
    const token = await getToken(platform.url, { role, subject: ID, community: 'xishan' });
    for (const [path, item] of Object.entries(api.paths)) {
      if (/erasure|\/import|^\/v1\/volunteers/.test(path)) continue;
      for (const method of ['post', 'put', 'patch']) {
        const operation = (item as Record<string, { requestBody?: { content: Record<string, { schema: Schema }> } }>)[
          method
        ];
        const schema = Object.values(operation?.requestBody?.content ?? {})[0]?.schema;
        if (!operation || !schema) continue;
        const body = (validBody(schema, PHONE, api) ?? {}) as Record<string, unknown>;
        for (const at of new Set([pathOf({ path }, ID), pathOf({ path })])) {
          const { status } = await platform.send(method.toUpperCase(), at, {
            ...{ token, headers: { 'idempotency-key': randomUUID(), 'if-match': '"1"' } },
            body: { ...body, ...('channel' in body && { channel: 'app' }) },
          });
          expect(status).toBeLessThan(500);
          if (status < 300) taken.push(path);
        }
      }
    }
  }
  return taken;
}

/** As a neighbour: in a household, in a talk, in an organisation, in the house. */
async function liveHere(): Promise<void> {
  const resident = platform.as('resident', ID);
  const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString();
  await staff.post('/v1/households', { building: '3幢', door: '501', accountIds: [ID] });
  const talk = { question: '停车怎么办?', opensAt: inHours(-1), closesAt: inHours(100) };
  const { id: talkId } = await staff.post<{ id: string }>('/v1/statements/talks', talk);
  await resident.post('/v1/statements', { talkId, text: marked('发言') });
  await resident.post('/v1/proposals', { text: marked('建议'), place: marked('处') });
  const hours = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '00:00', until: '23:59' }));
  const venue = {
    name: '居民会客厅',
    kind: 'parlour',
    building: '3幢',
    capacity: 60,
    hours,
    bookableBy: ['residents'],
  };
  const { id: venueId } = await staff.post<{ id: string }>('/v1/venues', venue);
  const day = inHours(72).slice(0, 10);
  const time = { startsAt: `${day}T02:00:00Z`, endsAt: `${day}T03:00:00Z` };
  await resident.post('/v1/bookings', { venueId, ...time, people: 5, purpose: marked('用途') });
  const { id } = await staff.post<{ id: string }>('/v1/organizations', { name: '爱心联盟', purpose: '服务居民' });
  await staff.post(`/v1/organizations/${id}/acceptance`, { reason: '居委会讨论决定' });
  await staff.post(`/v1/organizations/${id}/members`, { personId: ID, partyStanding: 'full' });
  await staff.post(`/v1/organizations/${id}/party-members`, { personId: ID });
}

describe('a volunteer who is erased', () => {
  let report: Report;

  it('is known in many places before', async () => {
    await staff.post('/v1/volunteers', {
      id: OTHER,
      name: '别人',
      phone: '+8613800000001',
      birthDate: '1990-01-01',
      consents: ['privacy-notice'],
    });
    const { id: groupId } = await staff.post<{ id: string }>('/v1/groups', { name: '修理组' });
    await own
      .post('/v1/volunteers', {
        ...{ name: marked('姓名'), phone: PHONE, birthDate: BORN, hometown: HOMETOWN, idNumber: '52062519870605001X' },
        ...{ consents: ['privacy-notice'], groupIds: [groupId], dialects: ['wu-haining'] },
      })
      .catch(async () =>
        // Whether the check digit is right is of no interest here.
        own.post('/v1/volunteers', {
          ...{ name: marked('姓名'), phone: PHONE, birthDate: BORN, hometown: HOMETOWN },
          ...{ consents: ['privacy-notice'], groupIds: [groupId] },
        }),
      );
    await staff.post(`/v1/volunteers/${ID}/suspension`, { reason: marked('停') });
    await staff.post(`/v1/volunteers/${ID}/resumption`, { reason: marked('复') });
    await eventually(() =>
      staff.post('/v1/go-betweens', {
        ...{ volunteerId: ID, name: marked('中间人'), hometown: HOMETOWN, trust: marked('信任') },
        dialects: [{ code: 'wu-haining', level: 'native' }],
      }),
    );
    needId = await aNeed();
    const { id: claimId } = await eventually(() => own.post<{ id: string }>(`/v1/needs/${needId}/claims`));
    await staff.post(`/v1/claims/${claimId}/release`, { reason: marked('退回') });
    expect(await eventually(() => own.post<{ state: string }>(`/v1/needs/${needId}/claims`))).toMatchObject({
      state: 'held',
    });
    await eventually(() => platform.as('volunteer', OTHER).post(`/v1/needs/${needId}/claims`));
    await liveHere();
    expect(await sendEverywhere()).toEqual(expect.arrayContaining(['/v1/calls', '/v1/children']));
    await eventually(async () => {
      expect(placesOf(withMark(await everything()))).toEqual(
        expect.arrayContaining([
          ...['volunteer.volunteers', 'volunteer.volunteer_history', 'claim.known_volunteers', 'claim.pool_volunteers'],
          ...['claim.ledger', 'claim.claim_deeds', 'mediation.go_betweens', 'request.calls'],
          ...['deliberation.statements', 'deliberation.proposals', 'organization.bookings'],
        ]),
      );
      expect((await markedInRedis()).length).toBeGreaterThanOrEqual(2);
    });
  });

  it('is refused while they hold places, unless these are given back', async () => {
    await eventually(() =>
      expect(own.post(`/v1/volunteers/${ID}/erasure`, { reason: 'consent-withdrawn' })).rejects.toMatchObject({
        code: 'erasure-places-held',
      }),
    );
    report = await own.post<Report>(`/v1/volunteers/${ID}/erasure`, {
      reason: 'consent-withdrawn',
      releasePlaces: true,
    });
    expect(await own.post(`/v1/volunteers/${ID}/erasure`, { reason: 'consent-withdrawn' })).toMatchObject({
      id: report.id,
    });
  });

  it('is reported on by every service, without a name', async () => {
    report = await eventually(async () => {
      const now = await own.get<Report>(`/v1/erasures/${report.id}`);
      expect(now.state).toBe('complete');
      return now;
    });
    expect(report.services.map(({ service, state }) => [service, state])).toEqual(
      ['volunteer', 'request', 'claim', 'organization', 'mediation', 'deliberation'].map((name) => [name, 'erased']),
    );
    const removed = report.services.flatMap(({ service, removed: gone }) =>
      gone.map(({ rule }) => `${service}.${rule}`),
    );
    expect(removed).toEqual(
      expect.arrayContaining([
        ...['volunteer.volunteers', 'volunteer.volunteer-history', 'claim.claim-deeds', 'claim.ledger-volunteers'],
        ...['mediation.go-betweens', 'mediation.known-volunteers', 'request.calls'],
        ...['deliberation.household-accounts', 'deliberation.statements', 'deliberation.proposals'],
        ...['organization.party-assignments', 'organization.bookings'],
      ]),
    );
    expect(report.services.flatMap(({ kept }) => kept).every(({ because }) => because.length > 10)).toBe(true);
    expect(JSON.stringify(report)).not.toMatch(
      new RegExp([...marks, ID].map((mark) => mark.replace('+', '\\+')).join('|')),
    );
    await expect(platform.as('volunteer', OTHER).get(`/v1/erasures/${report.id}`)).rejects.toMatchObject({
      status: 404,
    });
  });

  it('is nowhere but where the declarations say that something is kept', async () => {
    await eventually(async () => expect(await markedInRedis()).toEqual([]));
    await eventually(async () => {
      expect(placesOf(withMark(await everything()).filter((value) => !mayStay('volunteer')(value)))).toEqual([]);
    });
    const claim = withMark(
      (await everything()).filter(({ service }) => service === 'claim' || service === 'volunteer'),
    );
    expect(placesOf(claim.filter(({ table }) => table !== 'idempotency_keys' && table !== 'outbox'))).toEqual([]);
  });

  it('has given the place to whoever waited, and can claim no more', async () => {
    await eventually(async () => {
      const { items } = await platform
        .as('volunteer', OTHER)
        .get<{ items: { needId: string; state: string }[] }>('/v1/claims');
      expect(items.filter((one) => one.needId === needId)).toMatchObject([{ state: 'held' }]);
    });
    await expect(own.post(`/v1/needs/${needId}/claims`)).rejects.toMatchObject({ code: 'not-active' });
    await expect(staff.get(`/v1/volunteers/${ID}`)).rejects.toMatchObject({ status: 404 });
  });

  it('may come back, and can claim again', async () => {
    await own.post('/v1/volunteers', {
      name: '新',
      phone: '+8613800000002',
      birthDate: '1991-02-03',
      consents: ['privacy-notice'],
    });
    const another = await aNeed();
    await eventually(() => own.post(`/v1/needs/${another}/claims`));
  });
});

describe('a caller who is erased', () => {
  it('is refused while a need is open, and gone in every service when it is over', async () => {
    const { id: callId } = await staff.post<{ id: string }>('/v1/calls', {
      ...{ channel: 'hotline', text: marked('来电'), callerName: marked('来电人'), callerPhone: PHONE },
    });
    const need = await aNeed(callId);
    await eventually(async () => expect(placesOf(withMark(await everything()))).toContain('volunteer.known_needs'));
    const wish = { reason: 'consent-withdrawn', callerPhone: PHONE };
    await expect(staff.post('/v1/callers/erasure', wish)).rejects.toMatchObject({ code: 'caller-needs-open' });
    await staff.post(`/v1/needs/${need}/cancellation`, { reason: marked('取消') });
    const { id } = await staff.post<Report>('/v1/callers/erasure', wish);
    expect(await staff.post('/v1/callers/erasure', { reason: 'consent-withdrawn', callId })).toMatchObject({ id });
    await expect(staff.post('/v1/callers/erasure', wish)).rejects.toMatchObject({ code: 'caller-unknown' });
    await eventually(async () => {
      expect(await staff.get(`/v1/callers/erasures/${id}`)).toMatchObject({ state: 'complete' });
    });
    const left = withMark(await everything()).filter(({ service }) =>
      ['request', 'volunteer', 'claim'].includes(service),
    );
    expect(placesOf(left.filter((value) => !mayStay('call')(value)))).toEqual([]);
    await expect(staff.get(`/v1/calls/${callId}`)).resolves.toMatchObject({
      text: '',
      callerName: null,
      callerPhone: null,
    });
    await expect(staff.get(`/v1/needs/${need}`)).resolves.toMatchObject({ privateDetails: null, state: 'cancelled' });
  });
});

it('every encrypted value lies in a column that a rule of retention is about', async () => {
  const bare = (await everything()).filter(
    ({ service, table, column, encrypted }) =>
      encrypted && !rulesOf(service).some((rule) => rule.table === table && rule.columns.includes(column)),
  );
  expect(bare.map(({ service, table, column }) => `${service}.${table}.${column}`)).toEqual([]);
});
