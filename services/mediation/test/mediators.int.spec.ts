import { create } from '@bufbuild/protobuf';
import {
  GoBetweenRetiredSchema,
  MediatorAppointedSchema,
  MediatorAssignedSchema,
  MediatorChosenSchema,
  MediatorDismissedSchema,
  MediatorReinstatedSchema,
  MediatorRefusedSchema,
  MediatorsProposedSchema,
  MediatorSuspendedSchema,
  toTimestamp,
  VolunteerChangedSchema,
  VolunteerState,
} from '@huying/contracts';
import { aName, as, expectBody, runNow, TestService, withKey } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { mediationService } from '../src/index.js';
import { aGoBetween, aMediator, anAccepted, HAINING, inDays, inMediation, JUNLIAN, wu } from './examples.js';

let api: TestService;

beforeAll(async () => {
  api = await TestService.start(mediationService);
});
afterAll(() => api.stop());

const deed = (id: string, what: string, body: object = {}, request = {}) =>
  api.post(`/v1/cases/${id}/${what}`, body, request);
/** So urgent that nobody is waited for. */
const anUrgent = () => anAccepted(api, { urgency: 3 });
const assign = (id: string, ...mediatorIds: string[]) => deed(id, 'mediators', { mediatorIds });

const aWish = (fields: object = {}) => ({
  ...{ name: '娘舅', accountId: aName('m-'), hometown: JUNLIAN, dialects: [], fields: ['wages'], loadLimit: 2 },
  ...{ termFrom: inDays(api, 0), termUntil: inDays(api, 700), standing: '乡音娘舅', ...fields },
});

describe('a mediator', () => {
  it('is appointed with a hometown that exists, for a term at most', async () => {
    const { id } = expectBody(await api.post('/v1/mediators', aWish()));
    expect(await api.kafka.awaitEmitted(MediatorAppointedSchema, id)).toMatchObject([
      { hometown: JUNLIAN, fields: [3] },
    ]);
    const { items } = expectBody(await api.get('/v1/mediators?limit=100', as('resident', 'p-1')), 200);
    expect(items.find((one: { id: string }) => one.id === id)).toMatchObject({ hometownName: '四川省 宜宾市 筠连县' });
    expect((await api.post('/v1/mediators', aWish(), as('mediator', 'm-0'))).status).toBe(403);
  });

  it.each<[string, object, number, string]>([
    ['no division', { hometown: '999999' }, 422, 'mediator-unknown-hometown'],
    ['a term that ends first', { termUntil: '2020-01-01' }, 422, 'mediator-term-upside-down'],
    ['a term for life', { termUntil: '2099-01-01' }, 422, 'mediator-term-upside-down'],
    ['no kind of dispute', { fields: ['mayhem'] }, 422, 'invalid-input'],
  ])('is refused with %s', async (_, fields, status, code) => {
    expect(await api.post('/v1/mediators', aWish(fields))).toMatchObject({ status, body: { code } });
  });

  it('has one office, which is changed, rests and ends', async () => {
    const { id, me, version } = await aMediator(api);
    const accountId = me.as?.subject;
    expect(await api.post('/v1/mediators', aWish({ accountId }))).toMatchObject({ body: { code: 'mediator-twice' } });
    const ifMatch = (tag: number) => ({ headers: { 'if-match': `"${tag}"` } });
    const changed = await api.request('PUT', `/v1/mediators/${id}`, {
      body: aWish({ accountId, loadLimit: 9 }),
      ...ifMatch(version),
    });
    expect(expectBody(changed, 200)).toMatchObject({ loadLimit: 9 });
    const stale = await api.request('PUT', `/v1/mediators/${id}`, { body: aWish({ accountId }), ...ifMatch(version) });
    expect(stale).toMatchObject({ status: 412 });
    expect(expectBody(await api.post(`/v1/mediators/${id}/availability`, { available: false }, me))).toMatchObject({
      available: false,
    });
    expect(
      (await api.post(`/v1/mediators/${id}/availability`, { available: true }, as('mediator', 'm-0'))).status,
    ).toBe(403);
    expectBody(await api.post(`/v1/mediators/${id}/suspension`, {}));
    expectBody(await api.post(`/v1/mediators/${id}/reinstatement`, {}));
    expectBody(await api.post(`/v1/mediators/${id}/dismissal`, { reason: 'resigned' }));
    expect(await api.post(`/v1/mediators/${id}/suspension`, {})).toMatchObject({
      body: { code: 'mediator-wrong-state' },
    });
    for (const schema of [MediatorSuspendedSchema, MediatorReinstatedSchema, MediatorDismissedSchema]) {
      expect(await api.kafka.awaitEmitted(schema, id)).toHaveLength(1);
    }
    expectBody(await api.post('/v1/mediators', aWish({ accountId })));
  });
});

describe('a term', () => {
  it('ends the office of whoever is on no case any more', async () => {
    const { id } = await aMediator(api, { termFrom: '2023-01-01', termUntil: '2025-12-31' });
    const { mediatorId } = await inMediation(api);
    await runNow(api, 'end-terms');
    expect(await api.kafka.awaitEmitted(MediatorDismissedSchema, id)).toMatchObject([{ reason: 'term-over' }]);
    api.clock.advance({ hours: 24 * 1000 });
    await runNow(api, 'end-terms');
    api.clock.release();
    expect(api.kafka.emitted(MediatorDismissedSchema, mediatorId)).toEqual([]);
  });
});

describe('a go-between', () => {
  it('is a volunteer, registered once, and retired', async () => {
    const { id, me } = await aGoBetween(api);
    const wish = { name: '老乡', volunteerId: me.as?.subject, hometown: JUNLIAN, dialects: [], trust: '可信' };
    expect(await api.post('/v1/go-betweens', wish)).toMatchObject({ status: 409, body: { code: 'go-between-twice' } });
    expect(await api.post('/v1/go-betweens', { ...wish, volunteerId: 'v-x' })).toMatchObject({
      ...{ status: 422, body: { code: 'go-between-unknown-volunteer' } },
    });
    const nowhere = { ...wish, volunteerId: (await aGoBetween(api)).me.as?.subject, hometown: '999999' };
    expect(await api.post('/v1/go-betweens', nowhere)).toMatchObject({
      ...{ status: 422, body: { code: 'go-between-unknown-hometown' } },
    });
    expect(expectBody(await api.post(`/v1/go-betweens/${id}/retirement`, {}))).toMatchObject({ state: 'retired' });
    expect(await api.post(`/v1/go-betweens/${id}/retirement`, {})).toMatchObject({
      body: { code: 'go-between-wrong-state' },
    });
    expect(expectBody(await api.get('/v1/go-betweens'), 200).items).not.toHaveLength(0);
  });

  it('is asked no more when they have left the volunteers', async () => {
    const [gone, away] = [await aGoBetween(api), await aGoBetween(api)];
    const changed = (one: typeof gone, state: VolunteerState) =>
      create(VolunteerChangedSchema, {
        ...{ volunteerId: one.me.as?.subject ?? '', communityId: 'xishan', version: 2, fitness: { state } },
        changedAt: toTimestamp(api.clock.now()),
      });
    await api.kafka.deliver(changed(away, VolunteerState.SUSPENDED), changed(gone, VolunteerState.LEFT));
    expect(await api.kafka.awaitEmitted(GoBetweenRetiredSchema, gone.id)).toHaveLength(1);
    const { items } = expectBody(await api.get('/v1/go-betweens?limit=100'), 200);
    const states = items.map((one: { id: string; state: string }) => [one.id, one.state]);
    expect(states).toEqual(
      expect.arrayContaining([
        [gone.id, 'retired'],
        [away.id, 'trusted'],
      ]),
    );
    const again = { name: '老乡', volunteerId: gone.me.as?.subject, hometown: JUNLIAN, dialects: [], trust: '可信' };
    expect(await api.post('/v1/go-betweens', again)).toMatchObject({
      ...{ status: 422, body: { code: 'go-between-unknown-volunteer' } },
    });
  });
});

describe('proposals of mediators', () => {
  it('come with reasons; whoever is close to one side comes together with one close to the other', async () => {
    const community = aName('c-');
    const other = { as: { community } };
    const here = (role: 'staff' | 'resident' | 'partner', subject: string) => ({ as: { role, subject, community } });
    const near = expectBody(
      await api.post('/v1/mediators', aWish({ dialects: [{ code: 'southwestern', level: 'native' }] }), other),
    );
    const far = expectBody(await api.post('/v1/mediators', aWish({ hometown: HAINING, dialects: wu }), other));
    const parties = [
      { side: 1, name: '王建国', hometown: JUNLIAN, dialects: ['southwestern'] },
      { side: 2, name: '李老板', accountId: 'boss', hometown: HAINING, dialects: ['wu-haining'] },
    ];
    const opened = { kind: 'wages', asked: '讨薪', parties };
    const { id } = expectBody(await api.post('/v1/cases', opened, withKey(here('resident', 'w'))));
    expectBody(await deed(id, 'consent-request', {}, other));
    expect(await deed(id, 'mediator-proposals', {}, other)).toMatchObject({
      status: 409,
      body: { code: 'case-wrong-state' },
    });
    expectBody(await deed(id, 'consents', {}, here('partner', 'boss')));
    const { proposals } = expectBody(await deed(id, 'mediator-proposals', {}, other));
    expect(proposals).toHaveLength(2);
    expect(proposals.find((one: { mediator: { id: string } }) => one.mediator.id === near.id)).toMatchObject({
      ...{ balance: 'together', withId: far.id },
      reasons: expect.arrayContaining([
        expect.objectContaining({ kind: 'hometown', sideId: '1', nearness: 'county' }),
        expect.objectContaining({ kind: 'speech', sideId: '1', level: 'native' }),
        expect.objectContaining({ kind: 'field', field: 'wages' }),
        expect.objectContaining({ kind: 'load', load: 0, loadLimit: 2 }),
      ]),
    });
    expect(await api.kafka.awaitEmitted(MediatorsProposedSchema, id)).toHaveLength(1);
    const shown = expectBody(await api.get(`/v1/cases/${id}/mediator-proposals`, here('resident', 'w')), 200);
    expect(shown).toMatchObject({ excluded: [], refusalsLeft: 3 });
    expectBody(await deed(id, 'mediator-refusals', { mediatorId: near.id }, here('partner', 'boss')));
    expectBody(await deed(id, 'mediator-refusals', { mediatorId: far.id }, here('partner', 'boss')));
    expect(await deed(id, 'mediator-proposals', {}, other)).toMatchObject({
      status: 409,
      body: { code: 'mediator-none-left' },
    });
  });
});

describe('the parties’ choice', () => {
  it('assigns whom every side has chosen, one or several', async () => {
    const { id, worker, employer } = await anAccepted(api);
    const [one, other] = [await aMediator(api), await aMediator(api)];
    const both = { mediatorIds: [one.id, other.id] };
    expect(expectBody(await deed(id, 'mediator-choices', both, worker))).toMatchObject({ state: 'accepted' });
    expect(expectBody(await deed(id, 'mediator-choices', { mediatorIds: [one.id] }, employer))).toMatchObject({
      state: 'accepted',
    });
    expect(expectBody(await deed(id, 'mediator-choices', { mediatorIds: [other.id, one.id] }, employer))).toMatchObject(
      {
        state: 'in-mediation',
      },
    );
    expect(await api.kafka.awaitEmitted(MediatorAssignedSchema, id)).toMatchObject([{ byChoice: true }]);
    expect(await api.kafka.awaitEmitted(MediatorChosenSchema, id, 3)).toHaveLength(3);
    expect(await deed(id, 'mediator-choices', both, worker)).toMatchObject({
      body: { code: 'mediator-assigned-already' },
    });
  });

  it('refuses each mediator once, three at most, and takes whoever was assigned off the case', async () => {
    const { id, worker, mediatorId } = await inMediation(api);
    const refuse = (mediator: string) => deed(id, 'mediator-refusals', { mediatorId: mediator }, worker);
    expect(expectBody(await refuse(mediatorId))).toMatchObject({ mediatorIds: [], state: 'in-mediation' });
    expect(await refuse(mediatorId)).toMatchObject({ status: 409, body: { code: 'mediator-refused-already' } });
    expect(await refuse(uuidv7())).toMatchObject({ status: 422, body: { code: 'mediator-unknown' } });
    expect(await assign(id, mediatorId)).toMatchObject({
      status: 409,
      body: { code: 'mediator-has-conflict', detail: 'The mediator cannot take this case: passed-over.' },
    });
    expectBody(await refuse((await aMediator(api)).id));
    expectBody(await refuse((await aMediator(api)).id));
    const last = await aMediator(api);
    expect(await refuse(last.id)).toMatchObject({ status: 409, body: { code: 'mediator-refusals-used-up' } });
    const refused = await api.kafka.awaitEmitted(MediatorRefusedSchema, id, 3);
    expect(refused.map(({ refusalsLeft }) => refusalsLeft)).toEqual([2, 1, 0]);
    expectBody(await assign(id, last.id));
  });
});

describe('the committee', () => {
  it('leaves the choice to the parties first', async () => {
    const [one, other] = [await aMediator(api), await aMediator(api)];
    const apart = await anAccepted(api);
    const early = await assign(apart.id, one.id);
    expect(early).toMatchObject({ status: 409, body: { code: 'mediator-choice-first' } });
    expectBody(await deed(apart.id, 'mediator-choices', { mediatorIds: [one.id] }, apart.worker));
    expect(await assign(apart.id, one.id)).toMatchObject({ body: { code: 'mediator-choice-first' } });
    expectBody(await deed(apart.id, 'mediator-choices', { mediatorIds: [other.id] }, apart.employer));
    expectBody(await assign(apart.id, one.id));

    const silent = await anAccepted(api);
    api.clock.advance({ hours: 24 * 3 - 1 });
    expect(await assign(silent.id, one.id)).toMatchObject({ body: { code: 'mediator-choice-first' } });
    api.clock.advance({ hours: 1 });
    expectBody(await assign(silent.id, one.id));
    api.clock.release();
  });

  it('names a mediator who is no party, has no tie to one, is in office, and has room', async () => {
    const { id, worker, employer } = await anUrgent();
    const party = await aMediator(api, { accountId: worker.as?.subject });
    expect(await assign(id, party.id)).toMatchObject({ status: 409, body: { code: 'mediator-is-party' } });
    const tied = await aMediator(api, { ties: [{ personId: employer.as?.subject, kind: 'family' }] });
    const over = await aMediator(api, { termFrom: '2020-01-01', termUntil: '2022-12-31' });
    const busy = await aMediator(api, { loadLimit: 1 });
    expectBody(await assign((await anUrgent()).id, busy.id));
    const resting = await aMediator(api);
    await api.post(`/v1/mediators/${resting.id}/availability`, { available: false });
    for (const [mediator, because] of [
      [tied, 'family'],
      [over, 'not-in-term'],
      [busy, 'at-load-limit'],
      [resting, 'not-available'],
    ] as const) {
      expect(await assign(id, mediator.id)).toMatchObject({
        status: 409,
        body: { code: 'mediator-has-conflict', detail: `The mediator cannot take this case: ${because}.` },
      });
    }
    expect(await assign(id, uuidv7())).toMatchObject({ status: 422, body: { code: 'mediator-unknown' } });
  });

  it('excludes neighbours and colleagues of a party by keys that nobody can read', async () => {
    const parties = [
      { side: 1, name: '王建国', building: '3幢 2单元' },
      { side: 2, name: '李老板', accountId: aName('boss-'), employer: '某某皮革厂' },
    ];
    const worker = as('resident', aName('w-'));
    const urgent = { kind: 'wages', asked: '讨薪', urgency: 3 };
    const { id } = expectBody(await api.post('/v1/cases', { ...urgent, parties }, withKey(worker)));
    expectBody(await deed(id, 'consent-request'));
    expectBody(await deed(id, 'consents', {}, as('partner', parties[1]?.accountId ?? '')));
    const [neighbour, colleague] = [
      await aMediator(api, { building: '3幢2单元' }),
      await aMediator(api, { employer: '某某皮革厂' }),
    ];
    expect((await assign(id, neighbour.id)).body.detail).toContain('neighbour');
    expect((await assign(id, colleague.id)).body.detail).toContain('employer');
  });

  it('is told who came second when two name mediators at once', async () => {
    const { id } = await anUrgent();
    const [one, other] = [await aMediator(api), await aMediator(api)];
    const answers = await Promise.all([assign(id, one.id), assign(id, other.id)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'mediator-assigned-already' });
    expect(await api.kafka.awaitEmitted(MediatorAssignedSchema, id)).toHaveLength(1);
  });

  it('never gives a mediator more cases than they take, however many are named at once', async () => {
    const { id: mediatorId } = await aMediator(api, { loadLimit: 2 });
    const cases = [await anUrgent(), await anUrgent(), await anUrgent(), await anUrgent()];
    const answers = await Promise.all(cases.map(({ id }) => assign(id, mediatorId)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 409, 409]);
  });

  it('takes a mediator off the case, so that another can come', async () => {
    const { id, mediator, mediatorId } = await inMediation(api);
    const remove = (request: object) => api.request('DELETE', `/v1/cases/${id}/mediators/${mediatorId}`, request);
    expect(expectBody(await remove(mediator), 200)).toMatchObject({ mediatorIds: [] });
    expect(await remove({})).toMatchObject({ status: 409, body: { code: 'mediator-not-on-case' } });
    expect(
      await deed(id, 'sessions', { startsAt: '2099-01-01T01:00:00Z', endsAt: '2099-01-01T02:00:00Z', place: 'x' }),
    ).toMatchObject({
      ...{ status: 409, body: { code: 'mediation-session-without-mediator' } },
    });
    expectBody(await assign(id, (await aMediator(api)).id));
  });
});
