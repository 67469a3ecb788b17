import {
  AgreementAbandonedSchema,
  AgreementBrokenSchema,
  AgreementConfirmedSchema,
  AgreementDraftedSchema,
  AgreementPerformedSchema,
  AgreementReachedSchema,
  AgreementRevisedSchema,
  ConfirmationAppliedSchema,
  ConfirmationDeclinedSchema,
  ConfirmationGrantedSchema,
  InstalmentDueSchema,
  InstalmentPerformedSchema,
} from '@huying/contracts';
import { aName, as, expectBody, runNow, type TestRequest, TestService, withKey } from '@huying/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { mediationService } from '../src/index.js';
import { aCase, aMediator, agreed, contentOf, inDays, inMediation, stateOf } from './examples.js';

let api: TestService;

beforeAll(async () => {
  api = await TestService.start(mediationService);
});
afterAll(() => api.stop());
afterEach(() => api.clock.release());

type Mediated = Awaited<ReturnType<typeof inMediation>>;

const draft = (one: Mediated, fields: object = {}, form = 'written') =>
  api.post(`/v1/cases/${one.id}/agreements`, { form, content: contentOf(api, one, fields) }, one.mediator);
const act = (id: string, what: string, body: object = {}, request: TestRequest = {}) =>
  api.post(`/v1/agreements/${id}/${what}`, body, request);
const confirm = (id: string, request: TestRequest, edition = 1) => act(id, 'confirmations', { edition }, request);

describe('an agreement', () => {
  it('takes effect with every hand under it: the parties’, the mediator’s, the committee’s', async () => {
    const one = await inMediation(api);
    const { id } = expectBody(await draft(one));
    expect(await api.kafka.awaitEmitted(AgreementDraftedSchema, id)).toMatchObject([{ form: 'written' }]);
    expectBody(await confirm(id, one.worker));
    expect(await confirm(id, one.worker)).toMatchObject({ status: 409, body: { code: 'agreement-confirmed-already' } });
    expect(await act(id, 'seal')).toMatchObject({
      status: 409,
      body: {
        code: 'agreement-not-signed-by-all',
        detail: 'It is not signed by all yet: 1 parties and 1 mediators are missing.',
      },
    });
    const paper = { edition: 1, partyId: one.employerId, witness: '社工小周' };
    expectBody(await act(id, 'confirmations', paper, one.mediator));
    expect(await act(id, 'signature')).toMatchObject({ status: 403, body: { code: 'agreement-not-the-mediator' } });
    expect(expectBody(await act(id, 'signature', {}, one.mediator))).toMatchObject({ state: 'drafted' });
    expect((await act(id, 'seal', {}, one.mediator)).status).toBe(403);
    const sealed = expectBody(await act(id, 'seal'));
    expect(sealed).toMatchObject({
      ...{ state: 'in-force', signedByMediator: true, otherRoutes: [] },
      signatures: [{ onPaper: false }, { onPaper: true }],
      schedule: [{ number: 1, dueOn: inDays(api, 10), performedAt: null }, { number: 2 }],
    });
    expect(await stateOf(api, one.id)).toBe('agreed');
    expect(await api.kafka.awaitEmitted(AgreementConfirmedSchema, id, 2)).toMatchObject([
      { onPaper: false },
      { onPaper: true },
    ]);
    expect(await api.kafka.awaitEmitted(AgreementReachedSchema, id)).toMatchObject([{ kind: 3, instalments: 2 }]);
    expect(await act(id, 'seal')).toMatchObject({ body: { code: 'agreement-wrong-state' } });
  });

  it('is confirmed anew when it changes; the edition before is kept', async () => {
    const one = await inMediation(api);
    const { id, version } = expectBody(await draft(one));
    const confirmed = expectBody(await confirm(id, one.worker));
    const revise = (tag: number) =>
      api.request('PUT', `/v1/agreements/${id}`, {
        ...{ body: contentOf(api, one, { terms: '分三期' }), headers: { 'if-match': `"${tag}"` } },
        ...one.mediator,
      });
    expect(await revise(version)).toMatchObject({ status: 412 });
    expect(expectBody(await revise(confirmed.version), 200)).toMatchObject({ edition: 2, signatures: [] });
    expect(await api.kafka.awaitEmitted(AgreementRevisedSchema, id)).toMatchObject([{ edition: 2 }]);
    expect(await confirm(id, one.employer)).toMatchObject({ status: 409, body: { code: 'agreement-other-edition' } });
    expectBody(await confirm(id, one.employer, 2));
  });

  it('that is oral is recorded, and takes effect with the last word', async () => {
    const one = await inMediation(api);
    const { id } = expectBody(await draft(one, {}, 'oral'));
    expectBody(await act(id, 'signature', {}, one.mediator));
    expectBody(await confirm(id, one.worker));
    expect(expectBody(await confirm(id, one.employer))).toMatchObject({ state: 'in-force' });
    expect(await stateOf(api, one.id)).toBe('agreed');
  });

  it.each<[string, (one: Mediated) => object, string]>([
    ['is due before it is agreed', (one) => due(one, -1), 'agreement-due-before-agreement'],
    ['names a stranger', (one) => due({ ...one, workerId: uuidv7() }, 3), 'agreement-unknown-party'],
    [
      'leaves a party out',
      (one) => ({ responsibility: [{ partyId: one.workerId, text: '无' }] }),
      'agreement-party-left-out',
    ],
  ])('is refused when it %s', async (_, fields, code) => {
    const one = await inMediation(api);
    expect(await draft(one, fields(one))).toMatchObject({ status: 422, body: { code } });
  });

  it('that is due by the time it is sealed is refused then', async () => {
    const one = await inMediation(api);
    const { id } = expectBody(await draft(one, due(one, 1)));
    for (const request of [one.worker, one.employer]) expectBody(await confirm(id, request));
    expectBody(await act(id, 'signature', {}, one.mediator));
    api.clock.advance({ hours: 72 });
    expect(await act(id, 'seal')).toMatchObject({ status: 422, body: { code: 'agreement-due-before-agreement' } });
  });

  it('is one at a time, and leads nowhere when a side ends mediation', async () => {
    const one = await inMediation(api);
    const { id } = expectBody(await draft(one));
    expect(await draft(one)).toMatchObject({ status: 409, body: { code: 'agreement-pending' } });
    expectBody(await api.post(`/v1/cases/${one.id}/refusals`, {}, one.worker));
    expect(await api.kafka.awaitEmitted(AgreementAbandonedSchema, id)).toHaveLength(1);
    expect(await draft(one)).toMatchObject({ status: 409, body: { code: 'case-wrong-state' } });
  });

  it('is printed as 人民调解协议书, whatever the parties have written in it', async () => {
    const one = await inMediation(api);
    const { id } = await agreed(api, one, { facts: '<script>alert(1)</script> 未付工资' });
    const answer = await api.get(`/v1/agreements/${id}/document`, one.worker);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(answer.text).not.toContain('<script>');
    for (const text of [
      ...[
        '人民调解协议书',
        '一、当事人基本情况',
        '性别、出生日期、住址、联系方式',
        '王建国',
        '李老板',
        '二、纠纷主要事实、争议事项及各方责任',
      ],
      ...[
        '&lt;script&gt;',
        '三、达成协议的内容',
        '四、履行方式和期限',
        '¥6,000.00',
        '人民币陆仟元整',
        '人民调解员(签名)',
      ],
      ...['人民调解委员会(印章)', '一式 3 份', '劳动报酬纠纷', '第三十三条'],
    ]) {
      expect(answer.text).toContain(text);
    }
    expect(await api.get(`/v1/agreements/${id}/document`)).toMatchObject({
      status: 422,
      body: { code: 'case-reason-wanted' },
    });
  });
});

const due = ({ workerId: to, employerId: from }: Pick<Mediated, 'workerId' | 'employerId'>, days: number) => ({
  instalments: [{ from, to, dueOn: inDays(api, days), amountFen: 100, what: '一期' }],
});

describe('performance', () => {
  it('is followed instalment by instalment, said by who receives it, to the end', async () => {
    const one = await inMediation(api);
    const { id } = await agreed(api, one);
    const perform = (number: number, request: TestRequest) => act(id, 'performances', { number }, request);
    expect(await perform(1, one.employer)).toMatchObject({
      status: 403,
      body: { code: 'agreement-not-yours-to-receive' },
    });
    expect(await perform(9, one.worker)).toMatchObject({ status: 422, body: { code: 'agreement-no-such-instalment' } });
    api.clock.advance({ hours: 24 * 8 });
    await runNow(api, 'follow-up-agreements');
    await runNow(api, 'follow-up-agreements');
    expect(await api.kafka.awaitEmitted(InstalmentDueSchema, id)).toMatchObject([
      { number: 1, partyId: one.employerId },
    ]);
    expectBody(await perform(1, one.worker));
    expect(await perform(1, one.worker)).toMatchObject({ status: 409, body: { code: 'agreement-performed-already' } });
    expect(expectBody(await perform(2, one.mediator))).toMatchObject({ state: 'performed' });
    expect(await api.kafka.awaitEmitted(InstalmentPerformedSchema, id, 2)).toMatchObject([
      { outstanding: 1 },
      { outstanding: 0 },
    ]);
    expect(await api.kafka.awaitEmitted(AgreementPerformedSchema, id)).toHaveLength(1);
    expect(await stateOf(api, one.id)).toBe('performed');
    expect(api.kafka.emitted(InstalmentDueSchema, id)).toHaveLength(1);
  });

  it('that is a week late breaks the agreement, with the other routes; what comes late is still taken', async () => {
    const one = await inMediation(api);
    const { id } = await agreed(api, one);
    expect(await act(id, 'breaches', { number: 1 }, one.mediator)).toMatchObject({
      body: { code: 'agreement-not-due' },
    });
    api.clock.advance({ hours: 24 * 17 });
    await runNow(api, 'follow-up-agreements');
    expect(await stateOf(api, one.id)).toBe('agreed');
    api.clock.advance({ hours: 24 });
    await runNow(api, 'follow-up-agreements');
    expect(await api.kafka.awaitEmitted(AgreementBrokenSchema, id)).toMatchObject([{ number: 1 }]);
    expect(expectBody(await api.get(`/v1/cases/${one.id}`), 200)).toMatchObject({
      ...{ state: 'broken', otherRoutes: ['arbitration', 'administrative', 'judicial'] },
    });
    for (const number of [1, 2]) expectBody(await act(id, 'performances', { number }, one.worker));
    expect(await stateOf(api, one.id)).toBe('performed');
  });
});

describe('judicial confirmation', () => {
  it('is asked for by all together within thirty days, and ends every other try', async () => {
    const one = await inMediation(api);
    const { id } = await agreed(api, one);
    expect(await act(id, 'court-decision', { confirmed: true, ruling: '民特1号' })).toMatchObject({
      ...{ status: 409, body: { code: 'agreement-not-applied' } },
    });
    expect(expectBody(await act(id, 'court-applications', {}, one.worker))).toMatchObject({ appliedAt: null });
    api.clock.advance({ hours: 24 * 30 });
    expect(expectBody(await act(id, 'court-applications', {}, one.employer)).appliedAt).not.toBeNull();
    expect(await api.kafka.awaitEmitted(ConfirmationAppliedSchema, id)).toMatchObject([
      { partyIds: [one.workerId, one.employerId] },
    ]);
    expect(await act(id, 'court-applications', {}, one.worker)).toMatchObject({
      body: { code: 'agreement-applied-already' },
    });
    expectBody(await act(id, 'court-decision', { confirmed: true, ruling: '(2027)浙0481民特12号' }));
    expect(await api.kafka.awaitEmitted(ConfirmationGrantedSchema, id)).toHaveLength(1);
    expect(await stateOf(api, one.id)).toBe('confirmed');
    for (const state of ['confirmed', 'broken', 'closed']) {
      if (state === 'broken') {
        await runNow(api, 'follow-up-agreements');
        expect(await stateOf(api, one.id)).toBe('broken');
      }
      if (state === 'closed') expectBody(await api.post(`/v1/cases/${one.id}/closure`, {}));
      expect(await api.post(`/v1/cases/${one.id}/reopening`, {})).toMatchObject({
        status: 409,
        body: { code: 'case-confirmed-by-court' },
      });
    }
  });

  it('is too late on day 31', async () => {
    // Its thirtieth day is a Wednesday: nobody rests.
    api.clock.set('2026-11-02T02:00:00Z');
    const one = await inMediation(api);
    const { id } = await agreed(api, one);
    expectBody(await act(id, 'court-applications', {}, one.worker));
    api.clock.set('2026-12-02T15:59:59Z');
    expect(await act(id, 'court-applications', {}, one.worker)).toMatchObject({ status: 201 });
    api.clock.set('2026-12-02T16:00:00Z');
    expect(await act(id, 'court-applications', {}, one.employer)).toMatchObject({
      status: 409,
      body: { code: 'agreement-confirmation-too-late' },
    });
  });

  it('that is declined opens the case for another agreement', async () => {
    const one = await inMediation(api);
    const { id } = await agreed(api, one);
    for (const request of [one.worker, one.employer]) expectBody(await act(id, 'court-applications', {}, request));
    const declined = expectBody(await act(id, 'court-decision', { confirmed: false, ruling: '民特2号' }));
    expect(declined).toMatchObject({ state: 'void', otherRoutes: ['arbitration', 'judicial'] });
    expect(await api.kafka.awaitEmitted(ConfirmationDeclinedSchema, id)).toHaveLength(1);
    expect(await stateOf(api, one.id)).toBe('in-mediation');
    expectBody(await draft(one));
  });
});

describe('a group’s agreement', () => {
  it('is one, with a schedule for each person, and without those who stay out', async () => {
    const accounts = [1, 2, 3].map(() => aName('w-'));
    const boss = aName('boss-');
    const parties = [
      ...accounts.map((accountId) => ({ side: 1, name: `工友${accountId}`, accountId })),
      { side: 2, name: '李老板', accountId: boss },
    ];
    const { id } = expectBody(
      await api.post('/v1/cases', { kind: 'wages', asked: '讨薪', urgency: 3, group: true, parties }, withKey()),
    );
    const sought = expectBody(await api.post(`/v1/cases/${id}/consent-request`, {}));
    const [first, second, out, employer] = sought.parties.map((party: { id: string }) => party.id) as string[];
    expectBody(await api.post(`/v1/cases/${id}/refusals`, {}, as('resident', accounts[2] ?? '')));
    for (const account of [accounts[0], accounts[1], boss]) {
      expectBody(await api.post(`/v1/cases/${id}/consents`, {}, as('resident', account ?? '')));
    }
    const mediator = await aMediator(api);
    expectBody(await api.post(`/v1/cases/${id}/mediators`, { mediatorIds: [mediator.id] }));
    const instalment = (to: string | undefined, amountFen: number) => ({
      ...{ from: employer, to, dueOn: inDays(api, 5), amountFen, what: '工资' },
    });
    const content = {
      ...{ facts: '欠薪', matters: '数额', terms: '一次付清', manner: '转账' },
      responsibility: [first, second, employer].map((partyId) => ({ partyId, text: '无' })),
      instalments: [instalment(first, 500_000), instalment(second, 700_000)],
    };
    const drafting = (body: object) =>
      api.post(`/v1/cases/${id}/agreements`, { form: 'written', content: body }, mediator.me);
    expect(await drafting({ ...content, instalments: [instalment(out, 1)] })).toMatchObject({
      ...{ status: 422, body: { code: 'agreement-unknown-party' } },
    });
    const { id: agreementId } = expectBody(await drafting(content));
    for (const account of [accounts[0], accounts[1], boss])
      expectBody(await confirm(agreementId, as('resident', account ?? '')));
    expectBody(await act(agreementId, 'signature', {}, mediator.me));
    const sealed = expectBody(await act(agreementId, 'seal'));
    expect(sealed.schedule.map((one: { toPartyId: string }) => one.toPartyId)).toEqual([first, second]);
    const mine = { number: 1 };
    expect(await act(agreementId, 'performances', mine, as('resident', accounts[1] ?? ''))).toMatchObject({
      status: 403,
    });
    expectBody(await act(agreementId, 'performances', mine, as('resident', accounts[0] ?? '')));
  });
});

it('an agreement belongs to a case: to whoever is nothing in it, it does not exist', async () => {
  const one = await inMediation(api);
  const { id } = await agreed(api, one);
  expect((await api.get(`/v1/agreements/${id}`, as('resident', aName('x-')))).status).toBe(404);
  expect((await api.get(`/v1/agreements?caseId=${(await aCase(api)).id}`, one.worker)).status).toBe(404);
  expect(expectBody(await api.get(`/v1/agreements?caseId=${one.id}`, one.worker), 200).items).toHaveLength(1);
});
