import { create } from '@bufbuild/protobuf';
import {
  CallClassifiedSchema,
  CaseAcceptedSchema,
  CaseClosedSchema,
  CaseDescribedSchema,
  CaseReceivedSchema,
  CaseReopenedSchema,
  CaseTerminatedSchema,
  CaseWithdrawnSchema,
  ClockPausedSchema,
  ClockResumedSchema,
  ConsentGivenSchema,
  ConsentRefusedSchema,
  ConsentSoughtSchema,
  MemberJoinedSchema,
  MemberLeftSchema,
  NeedRaisedSchema,
  PeriodEndingSchema,
  PeriodExtendedSchema,
  RepresentativesElectedSchema,
  toTimestamp,
  ViolenceRiskReportedSchema,
} from '@huying/contracts';
import { aName, as, eventually, expectBody, runNow, TestService, withKey } from '@huying/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { mediationService } from '../src/index.js';
import { aCase, aMediator, anAccepted, inMediation, stateOf } from './examples.js';

let api: TestService;

beforeAll(async () => {
  api = await TestService.start(mediationService);
});
afterAll(() => api.stop());
afterEach(() => api.clock.release());

const deed = (id: string, what: string, body: object = {}, request = {}) =>
  api.post(`/v1/cases/${id}/${what}`, body, request);

describe('a case', () => {
  it('goes from a party’s wish to acceptance, when every side consents, each by its own token', async () => {
    const { id, worker, employer, workerId, employerId } = await aCase(api);
    expect(await api.kafka.awaitEmitted(CaseReceivedSchema, id)).toMatchObject([{ kind: 3, source: 7, sides: 2 }]);
    expect((await deed(id, 'consent-request', {}, worker)).status).toBe(403);
    const sought = expectBody(await deed(id, 'consent-request'));
    expect(sought).toMatchObject({ state: 'consent-sought', parties: [{ consent: 'given' }, { consent: 'asked' }] });
    expect(await deed(id, 'consents', {}, worker)).toMatchObject({ status: 409, body: { code: 'case-not-asked' } });
    const accepted = expectBody(await deed(id, 'consents', {}, employer));
    expect(accepted).toMatchObject({ state: 'accepted', otherRoutes: [] });
    expect(Date.parse(accepted.dueAt) - Date.parse(accepted.acceptedAt)).toBe(30 * 86_400_000);
    await api.kafka.awaitEmitted(ConsentSoughtSchema, id);
    const given = await api.kafka.awaitEmitted(ConsentGivenSchema, id, 2);
    expect(given.map(({ partyId }) => partyId)).toEqual([workerId, employerId]);
    expect(await api.kafka.awaitEmitted(CaseAcceptedSchema, id)).toHaveLength(1);
  });

  it('takes consent on paper only with its witness, entered by the committee', async () => {
    const { id, employerId, worker } = await aCase(api);
    expectBody(await deed(id, 'consent-request'));
    const paper = { partyId: employerId, witness: '社工小周' };
    expect(await deed(id, 'consents', { partyId: employerId })).toMatchObject({
      ...{ status: 422, body: { code: 'case-paper-wanted' } },
    });
    expect(await deed(id, 'consents', paper, worker)).toMatchObject({
      status: 422,
      body: { code: 'case-paper-wanted' },
    });
    expect(expectBody(await deed(id, 'consents', paper))).toMatchObject({ state: 'accepted' });
  });

  it.each(['consent-sought', 'accepted', 'in-mediation'])(
    'ends at a side’s word when it is %s, and says where the parties can go',
    async (state) => {
      const one =
        state === 'consent-sought' ? await aCase(api) : await (state === 'accepted' ? anAccepted : inMediation)(api);
      if (state === 'consent-sought') await deed(one.id, 'consent-request');
      expect(await stateOf(api, one.id)).toBe(state);
      expect(expectBody(await deed(one.id, 'refusals', {}, one.employer))).toMatchObject({
        state: 'terminated',
        otherRoutes: ['arbitration', 'administrative', 'judicial'],
      });
      expect(await api.kafka.awaitEmitted(ConsentRefusedSchema, one.id)).toMatchObject([{ side: 2 }]);
      expect(await deed(one.id, 'refusals', {}, one.employer)).toMatchObject({
        ...{ status: 409, body: { code: 'case-wrong-state' } },
      });
    },
  );

  it('needs two sides before anybody is asked', async () => {
    const worker = aName('worker-');
    const wish = { kind: 'wages', asked: '讨薪', parties: [{ side: 1, name: '王建国' }] };
    const { id } = expectBody(await api.post('/v1/cases', wish, withKey(as('resident', worker))));
    expect(await deed(id, 'consent-request')).toMatchObject({
      status: 409,
      body: { code: 'case-needs-two-sides', detail: 'A dispute has two sides at least; the case has 1.' },
    });
    expectBody(await deed(id, 'parties', { side: 2, name: '李老板', accountId: aName('e-') }));
    expectBody(await deed(id, 'consent-request'));
    expect(await deed(id, 'parties', { side: 4, name: '第三人' })).toMatchObject({
      ...{ status: 422, body: { code: 'case-sides-not-in-order' } },
    });
    expect(await deed(id, 'parties', { side: 3, name: '第三人', hometown: '999999' })).toMatchObject({
      ...{ status: 422, body: { code: 'case-unknown-hometown' } },
    });
    expect(await deed(id, 'parties', { side: 2, name: '王建国', accountId: worker })).toMatchObject({
      ...{ status: 409, body: { code: 'case-party-twice' } },
    });
    expect(expectBody(await deed(id, 'parties', { side: 3, name: '第三人' }))).toMatchObject({ consent: 'asked' });
  });

  it.each([
    ['resident', 'police'],
    ['supervisor', 'court'],
    ['staff', 'call'],
  ] as const)('cannot be opened by a %s as one of the %s', async (role, source) => {
    const wish = { kind: 'wages', asked: '讨薪', source, parties: [] };
    expect(await api.post('/v1/cases', wish, withKey(as(role, aName('p-'))))).toMatchObject({
      ...{ status: 422, body: { code: 'case-source-not-yours' } },
    });
  });

  it.each([
    ['staff', 'court', 6],
    ['staff', 'police', 5],
    ['staff', 'grid-worker', 4],
    ['staff', 'staff', 3],
    ['supervisor', undefined, 4],
  ] as const)('can be brought by a %s (%s)', async (role, source, published) => {
    const wish = { kind: 'tenancy', asked: '退还押金', source, parties: [] };
    const { id } = expectBody(await api.post('/v1/cases', wish, withKey(as(role, aName('p-')))));
    expect(await api.kafka.awaitEmitted(CaseReceivedSchema, id)).toMatchObject([{ source: published }]);
  });

  it('comes from a call or a need that is classified as a dispute, once', async () => {
    const [callId, needId, other] = [uuidv7(), uuidv7(), uuidv7()];
    const at = toTimestamp(api.clock.now());
    const need = { communityId: 'xishan', catalogueItemCode: 'SS-001', urgency: 2, raisedAt: at };
    await api.kafka.deliver(
      create(CallClassifiedSchema, { callId, communityId: 'xishan', acceptedCode: 'SS-001', classifiedAt: at }),
      create(NeedRaisedSchema, { ...need, needId, callId }),
      create(NeedRaisedSchema, { ...need, needId: other, catalogueItemCode: 'SS-020' }),
      create(NeedRaisedSchema, { ...need, needId: uuidv7(), catalogueItemCode: 'LC-001' }),
    );
    const origins = async () => {
      const { items } = expectBody(await api.get('/v1/cases?state=received&limit=100'), 200);
      return items.filter((one: { originId: string }) => [callId, needId, other].includes(one.originId));
    };
    await eventually(async () => expect(await origins()).toHaveLength(2));
    expect(await origins()).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({ originId: callId, source: 'call', kind: 'wages' }),
        expect.objectContaining({ originId: other, source: 'need', kind: 'neighbours', urgency: 2 }),
      ]),
    );
  });

  it('that came by event is described by the committee, until all have consented', async () => {
    const [needId, at] = [uuidv7(), toTimestamp(api.clock.now())];
    const need = { needId, communityId: 'xishan', catalogueItemCode: 'SS-020', urgency: 1, raisedAt: at };
    await api.kafka.deliver(create(NeedRaisedSchema, need));
    const one = await eventually(async () => {
      const { items } = expectBody(await api.get('/v1/cases?state=received&limit=100'), 200);
      const found = items.find(({ originId }: { originId: string }) => originId === needId);
      if (!found) throw new Error('The case is not there yet.');
      return found;
    });
    const describeIt = (body: object, version: number, request: object = {}) =>
      api.request('PUT', `/v1/cases/${one.id}/description`, {
        body,
        headers: { 'if-match': `"${version}"` },
        ...request,
      });
    const told = { kind: 'tenancy', asked: '房东不退押金', urgency: 2, about: '阳光公寓' };
    const { version, kind } = expectBody(await describeIt(told, one.version), 200);
    expect(kind).toBe('tenancy');
    expect(await api.kafka.awaitEmitted(CaseDescribedSchema, one.id)).toMatchObject([{ kind: 5, urgencyLevel: 2 }]);
    expect(expectBody(await api.get(`/v1/cases/${one.id}?reason=核对`), 200).asked).toBe('房东不退押金');
    expect(await describeIt(told, one.version)).toMatchObject({ status: 412 });
    expect(await describeIt(told, version)).toMatchObject({ status: 409, body: { code: 'case-asked-already' } });
    expect((await describeIt({ urgency: 3 }, version, as('resident', 'p-1'))).status).toBe(403);
    const landlord = aName('landlord-');
    expectBody(await deed(one.id, 'parties', { side: 1, name: '租客', accountId: aName('tenant-') }));
    expectBody(await deed(one.id, 'parties', { side: 2, name: '房东', accountId: landlord }));
    expectBody(await deed(one.id, 'consent-request'));
    expectBody(await deed(one.id, 'refusals', {}, as('partner', landlord)));
    const ended = expectBody(await api.get(`/v1/cases/${one.id}`), 200);
    expect(await describeIt({ urgency: 3 }, ended.version)).toMatchObject({ body: { code: 'case-wrong-state' } });
    expect(expectBody(await deed(one.id, 'closure'))).toMatchObject({ state: 'closed' });
  });

  it('with a risk of violence tells the police and the street at once, and keeps what was done', async () => {
    const { id } = await aCase(api, { risk: 'acute' });
    expect(await api.kafka.awaitEmitted(ViolenceRiskReportedSchema, id)).toMatchObject([{ risk: 3 }]);
    const { id: other } = await aCase(api);
    expectBody(await deed(other, 'risk', { risk: 'none' }));
    expectBody(await deed(other, 'risk', { risk: 'threatened' }));
    expect(await api.kafka.awaitEmitted(ViolenceRiskReportedSchema, other)).toMatchObject([{ risk: 2 }]);
    expectBody(await deed(other, 'measures', { text: '双方分开约谈' }));
    expect(await api.get(`/v1/cases/${other}/measures`)).toMatchObject({
      status: 422,
      body: { code: 'case-reason-wanted' },
    });
    const { items } = expectBody(await api.get(`/v1/cases/${other}/measures?reason=检查`), 200);
    expect(items).toMatchObject([{ text: '双方分开约谈', takenBy: 'staff-1' }]);
  });
});

describe('the time of a case', () => {
  it('stands still for a reason, and what was lost is added', async () => {
    const { id, mediator } = await inMediation(api);
    const { dueAt } = expectBody(await api.get(`/v1/cases/${id}`), 200);
    expectBody(await deed(id, 'pause', { reason: 'expertise' }, mediator));
    expect(await deed(id, 'pause', { reason: 'illness' })).toMatchObject({
      status: 409,
      body: { code: 'case-paused' },
    });
    api.clock.advance({ hours: 24 * 40 });
    await runNow(api, 'end-overdue-cases');
    expect(await stateOf(api, id)).toBe('in-mediation');
    const resumed = expectBody(await deed(id, 'resumption', {}, mediator));
    const gained = Date.parse(resumed.dueAt) - Date.parse(dueAt);
    expect(Math.abs(gained - 40 * 86_400_000)).toBeLessThan(60_000);
    expect(await deed(id, 'resumption')).toMatchObject({ status: 409, body: { code: 'case-not-paused' } });
    expect(await api.kafka.awaitEmitted(ClockPausedSchema, id)).toMatchObject([{ reason: 'expertise' }]);
    await api.kafka.awaitEmitted(ClockResumedSchema, id);
  });

  it('is extended only by the consent of every side', async () => {
    const { id, mediator, worker, employer } = await inMediation(api);
    const { dueAt } = expectBody(await api.get(`/v1/cases/${id}`), 200);
    const until = new Date(Date.parse(dueAt) + 20 * 86_400_000).toISOString();
    expect(await deed(id, 'extension/consents', {}, worker)).toMatchObject({ body: { code: 'case-no-extension' } });
    expect(await deed(id, 'extension', { until: dueAt }, mediator)).toMatchObject({
      ...{ status: 422, body: { code: 'case-extension-too-short' } },
    });
    const far = new Date(Date.parse(dueAt) + 61 * 86_400_000).toISOString();
    expect(await deed(id, 'extension', { until: far }, mediator)).toMatchObject({
      ...{ status: 422, body: { code: 'case-extension-too-long' } },
    });
    expectBody(await deed(id, 'extension', { until }, mediator), 202);
    expect(expectBody(await deed(id, 'extension/consents', {}, worker))).toMatchObject({ dueAt, extendTo: until });
    expect(expectBody(await deed(id, 'extension/consents', {}, employer))).toMatchObject({
      dueAt: until,
      extendTo: null,
    });
    expect(await api.kafka.awaitEmitted(PeriodExtendedSchema, id)).toHaveLength(1);
  });

  it('is told to be almost over once, and ends the case when it is over', async () => {
    const { id } = await inMediation(api);
    api.clock.advance({ hours: 24 * 28 });
    await runNow(api, 'end-overdue-cases');
    await runNow(api, 'end-overdue-cases');
    expect(await api.kafka.awaitEmitted(PeriodEndingSchema, id)).toHaveLength(1);
    expect(await stateOf(api, id)).toBe('in-mediation');
    api.clock.advance({ hours: 24 * 2 });
    await runNow(api, 'end-overdue-cases');
    expect(await api.kafka.awaitEmitted(CaseTerminatedSchema, id)).toMatchObject([{ reason: 'period-over' }]);
    expect(await stateOf(api, id)).toBe('terminated');
  });
});

describe('the end of a case', () => {
  it('can be that whoever asked asks no more', async () => {
    const { id, worker, employer } = await aCase(api);
    expect(await deed(id, 'withdrawal', {}, employer)).toMatchObject({
      status: 403,
      body: { code: 'case-data-not-yours' },
    });
    expect(expectBody(await deed(id, 'withdrawal', {}, worker))).toMatchObject({ state: 'withdrawn' });
    await api.kafka.awaitEmitted(CaseWithdrawnSchema, id);
  });

  it('is followed by another try, for which everybody is asked anew', async () => {
    const { id, mediator, employer, worker, mediatorId } = await inMediation(api);
    expect((await deed(id, 'termination', { reason: 'no-agreement' }, worker)).status).toBe(403);
    expectBody(await deed(id, 'termination', { reason: 'no-agreement' }, mediator));
    const again = expectBody(await deed(id, 'reopening'));
    expect(again).toMatchObject({
      state: 'received',
      mediatorIds: [],
      parties: [{ consent: 'unasked' }, { consent: 'unasked' }],
    });
    await api.kafka.awaitEmitted(CaseReopenedSchema, id);
    expectBody(await deed(id, 'consent-request'));
    expectBody(await deed(id, 'consents', {}, employer));
    // What was chosen in the first try does not count in the second.
    const choice = { mediatorIds: [mediatorId] };
    expect(expectBody(await deed(id, 'mediator-choices', choice, worker))).toMatchObject({ state: 'accepted' });
    expect(expectBody(await deed(id, 'mediator-choices', choice, employer))).toMatchObject({ state: 'in-mediation' });
  });

  it('is a file that is complete', async () => {
    const { id } = expectBody(await api.post('/v1/cases', { kind: 'family', asked: '赡养', parties: [] }, withKey()));
    expectBody(await deed(id, 'termination', { reason: 'unsuitable' }));
    expect(await deed(id, 'closure')).toMatchObject({
      status: 409,
      body: { code: 'case-file-incomplete', detail: 'The file is not complete: parties.' },
    });
    const whole = await anAccepted(api);
    expectBody(await deed(whole.id, 'refusals', {}, whole.worker));
    expectBody(await deed(whole.id, 'closure'));
    expect(await api.kafka.awaitEmitted(CaseClosedSchema, whole.id)).toMatchObject([{ outcome: 'terminated' }]);
  });
});

describe('a group', () => {
  const members = ['工友甲', '工友乙', '工友丙'].map((name) => ({ side: 1, name }));
  const employer = aName('boss-');

  async function aGroup() {
    const accounts = members.map(() => as('resident', aName('w-')));
    const parties = [
      ...members.map((member, index) => ({ ...member, accountId: accounts[index]?.as?.subject })),
      { side: 2, kind: 'organization', name: '某皮革厂', accountId: employer },
    ];
    const wish = { kind: 'wages', asked: '集体讨薪', urgency: 3, group: true, about: '某皮革厂', parties };
    const { id } = expectBody(await api.post('/v1/cases', wish, withKey()));
    const { parties: known } = expectBody(await deed(id, 'consent-request'));
    return { id: id as string, accounts, ids: known.map((party: { id: string }) => party.id) as string[] };
  }

  it('goes on without those who stay out, and takes in those who join', async () => {
    const { id, accounts } = await aGroup();
    const [a, b, c] = accounts;
    expectBody(await deed(id, 'consents', {}, a));
    expect(expectBody(await deed(id, 'refusals', {}, b))).toMatchObject({ state: 'consent-sought' });
    expect(await api.kafka.awaitEmitted(MemberLeftSchema, id)).toHaveLength(1);
    const late = as('resident', aName('w-'));
    expectBody(await deed(id, 'membership', { side: 1, name: '工友丁' }, late));
    expect(await deed(id, 'membership', { side: 1, name: '工友丁' }, late)).toMatchObject({
      body: { code: 'case-party-twice' },
    });
    expect(await deed(id, 'membership', { side: 3, name: '路人' }, as('resident', aName('w-')))).toMatchObject({
      ...{ status: 409, body: { code: 'case-not-a-group' } },
    });
    await api.kafka.awaitEmitted(MemberJoinedSchema, id);
    expectBody(await deed(id, 'consents', {}, as('partner', employer)));
    expect(await stateOf(api, id)).toBe('consent-sought');
    const { state, parties } = expectBody(await api.request('DELETE', `/v1/cases/${id}/membership`, c), 200);
    expect(parties.map((one: { left: boolean }) => one.left)).toEqual([false, true, true, false, false]);
    expect(state).toBe('accepted');
  });

  it('does not take in its own mediator', async () => {
    const { id, accounts } = await aGroup();
    for (const account of [...accounts, as('partner', employer)]) expectBody(await deed(id, 'consents', {}, account));
    const mediator = await aMediator(api);
    expectBody(await deed(id, 'mediators', { mediatorIds: [mediator.id] }));
    expect(await deed(id, 'membership', { side: 1, name: '娘舅' }, mediator.me)).toMatchObject({
      ...{ status: 409, body: { code: 'mediator-is-party' } },
    });
  });

  it('elects who speaks for it; nobody else does', async () => {
    const { id, accounts, ids } = await aGroup();
    const [a, b, c] = accounts;
    for (const account of accounts) expectBody(await deed(id, 'consents', {}, account));
    expectBody(await deed(id, 'consents', {}, as('partner', employer)));
    expect(await stateOf(api, id)).toBe('accepted');
    const choice = { mediatorIds: [uuidv7()] };
    expect(await deed(id, 'mediator-choices', choice, a)).toMatchObject({
      status: 403,
      body: { code: 'case-representative-not-elected' },
    });
    expectBody(await deed(id, 'votes', { votesFor: [ids[0]] }, a));
    expect(await deed(id, 'election', { side: 1, seats: 1 })).toMatchObject({
      ...{ status: 409, body: { code: 'case-election-undecided' } },
    });
    expectBody(await deed(id, 'votes', { votesFor: [ids[1]] }, b));
    expect(await deed(id, 'election', { side: 1, seats: 1 })).toMatchObject({
      ...{ status: 409, body: { code: 'case-election-tied' } },
    });
    expect(await deed(id, 'votes', { votesFor: [ids[3]] }, c)).toMatchObject({
      ...{ status: 422, body: { code: 'case-candidate-not-in-group' } },
    });
    expectBody(await deed(id, 'votes', { votesFor: [ids[1]] }, c));
    expectBody(await deed(id, 'election', { side: 1, seats: 1 }));
    expect(await api.kafka.awaitEmitted(RepresentativesElectedSchema, id)).toMatchObject([
      { partyIds: [ids[1]], members: 3, voters: 3 },
    ]);
    expect(await deed(id, 'mediator-choices', choice, a)).toMatchObject({ status: 403 });
    expect(await deed(id, 'mediator-choices', choice, b)).toMatchObject({ body: { code: 'mediator-unknown' } });
    expect(await deed(id, 'votes', { votesFor: [ids[3]] }, as('partner', employer))).toMatchObject({
      ...{ status: 409, body: { code: 'case-not-a-group' } },
    });
  });
});
