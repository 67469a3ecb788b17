import { create } from '@bufbuild/protobuf';
import {
  AppointmentAcceptedSchema,
  AppointmentDeclinedSchema,
  AppointmentProposedSchema,
  AppointmentWithdrawnSchema,
  ConsultationOpenedSchema,
  ProposalDeclinedSchema,
  ProposalMadeSchema,
  ProposalSupportLostSchema,
  ProposalSupportReachedSchema,
  ProposalTakenUpSchema,
  ProposalWithdrawnSchema,
  RoleAppointedSchema,
  RoleEndedSchema,
  ServiceRecordedSchema,
  StatementRejectedSchema,
  StatementShownSchema,
  StatementSubmittedSchema,
  TalkOpenedSchema,
} from '@huying/contracts';
import { Database } from '@huying/database';
import {
  aName,
  as,
  type Body,
  eventually,
  expectBody,
  runNow,
  subjectOf,
  type TestRequest,
  TestService,
  withKey,
} from '@huying/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { deliberationService } from '../src/index.js';
import {
  aHousehold,
  aResident,
  asking,
  expectRefused,
  inDays,
  membersOf,
  raise,
  reason,
  recheck,
  rectify,
  watched,
  writtenOut,
} from './supervision.examples.js';

let api: TestService;

beforeAll(async () => {
  api = await TestService.start(deliberationService, { PROPOSAL_SUPPORTERS: '3', PROPOSAL_HOUSEHOLD_DAYS: '30' });
}, 120_000);
afterEach(() => api.clock.release());
afterAll(() => api.stop());

const territory = async (kind: string, parentId?: string, name = aName(kind)): Promise<Body> =>
  expectBody(await api.post('/v1/appointments/territories', { kind, name, parentId }));

/** A grid, a micro-grid in it, a building in that and two stairwells in that. */
async function anEstate() {
  const grid = await territory('grid');
  const microGrid = await territory('micro-grid', grid.id);
  const building = await territory('building', microGrid.id);
  const stairwells = [await territory('stairwell', building.id), await territory('stairwell', building.id)];
  return { grid, microGrid, building, stairwells };
}

const aProposal = (territoryId: string, person: TestRequest, fields: object = {}) => ({
  ...{ office: 'stairwell-steward', territoryId, personId: subjectOf(person) },
  ...{ fromOn: inDays(0), untilOn: inDays(700), ...fields },
});
const propose = async (territoryId: string, person: TestRequest, fields: object = {}): Promise<Body> =>
  expectBody(await api.post('/v1/appointments', aProposal(territoryId, person, fields)));
const answer = (id: string, person: TestRequest, willing = true) =>
  api.post(`/v1/appointments/${id}/answer`, { willing }, person);
const confirm = (id: string, request: TestRequest = {}) => api.post(`/v1/appointments/${id}/confirmation`, {}, request);
const end = (id: string, cause: string, request: TestRequest = {}) =>
  api.post(`/v1/appointments/${id}/end`, { ...reason, cause }, request);

async function appointed(territoryId: string, person: TestRequest, fields: object = {}): Promise<Body> {
  const { id } = await propose(territoryId, person, fields);
  expectBody(await answer(id, person));
  return expectBody(await confirm(id));
}

describe('an appointment', () => {
  it('is proposed, accepted by the person and confirmed, then seen by everybody', async () => {
    const { stairwells } = await anEstate();
    const steward = aResident();
    const { id } = await propose(stairwells[0].id, steward);
    const list = async (by: TestRequest): Promise<Body[]> =>
      expectBody(await api.get(`/v1/appointments?territoryId=${stairwells[0].id}`, by), 200).items;
    expect(await list(aResident())).toEqual([]);
    expect(await list(steward)).toMatchObject([{ id, state: 'proposed' }]);
    await expectRefused((more) => confirm(id, more), 409, 'appointment-not-willing');
    expectBody(await answer(id, steward));
    expectBody(await confirm(id));
    expect(await list(aResident())).toMatchObject([{ id, state: 'in-office', personId: subjectOf(steward) }]);
    expect(await api.kafka.awaitEmitted(RoleAppointedSchema, id)).toMatchObject([
      { office: 'stairwell-steward', territoryKind: 'stairwell', personId: subjectOf(steward), untilOn: inDays(700) },
    ]);
    for (const schema of [AppointmentProposedSchema, AppointmentAcceptedSchema]) {
      expect(await api.kafka.awaitEmitted(schema, id)).toHaveLength(1);
    }
    const history = expectBody(await api.get(`/v1/appointments/${id}/history`), 200);
    expect(history.items.map(({ to }: Body) => to)).toEqual(['proposed', 'accepted', 'in-office']);
  });

  it('takes the word of nobody but the person, who can think again until it is confirmed', async () => {
    const { stairwells } = await anEstate();
    const person = aResident();
    const { id } = await propose(stairwells[0].id, person);
    expect((await answer(id, aResident())).status).toBe(403);
    expect((await answer(id, {})).status).toBe(403);
    expectBody(await answer(id, person));
    expect(expectBody(await answer(id, person, false))).toMatchObject({ state: 'declined' });
    await api.kafka.awaitEmitted(AppointmentDeclinedSchema, id);
    await expectRefused((more) => confirm(id, more), 409, 'appointment-wrong-state');
    await expectRefused(
      asking(person, (request) => answer(id, request)),
      409,
      'appointment-wrong-state',
    );
    const other = await propose(stairwells[0].id, person);
    expectBody(await api.post(`/v1/appointments/${other.id}/withdrawal`, reason));
    await api.kafka.awaitEmitted(AppointmentWithdrawnSchema, other.id);
    const again = (more: TestRequest) => api.post(`/v1/appointments/${other.id}/withdrawal`, reason, more);
    await expectRefused(again, 409, 'appointment-wrong-state');
  });

  it('is held by one person at a time, however many are confirmed at once', async () => {
    const { stairwells } = await anEstate();
    const people = [aResident(), aResident(), aResident()];
    const ids = await Promise.all(
      people.map(async (person) => {
        const { id } = await propose(stairwells[0].id, person);
        expectBody(await answer(id, person));
        return id as string;
      }),
    );
    const answers = await Promise.all(ids.map((id) => confirm(id)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const left = ids[answers.findIndex(({ status }) => status === 409)] ?? '';
    await expectRefused((more) => confirm(left, more), 409, 'appointment-office-taken');
    const holder = ids[answers.findIndex(({ status }) => status === 201)] ?? '';
    expectBody(await end(holder, 'dismissed'));
    expect(await api.kafka.awaitEmitted(RoleEndedSchema, holder)).toMatchObject([{ cause: 'dismissed' }]);
    expectBody(await confirm(left));
    await expectRefused((more) => end(holder, 'dismissed', more), 409, 'appointment-wrong-state');
  });

  it('follows one that is over before it begins', async () => {
    const { stairwells } = await anEstate();
    const [first, second] = [aResident(), aResident()];
    const held = await appointed(stairwells[0].id, first, { untilOn: inDays(10) });
    await appointed(stairwells[0].id, second, { fromOn: inDays(11) });
    api.clock.advance({ hours: 11 * 24 });
    await runNow(api, 'end-terms');
    await runNow(api, 'end-terms');
    expect(await api.kafka.awaitEmitted(RoleEndedSchema, held.id)).toMatchObject([{ cause: 'term-over' }]);
    const { items } = expectBody(
      await api.get(`/v1/appointments?territoryId=${stairwells[0].id}&state=in-office`),
      200,
    );
    expect(items).toMatchObject([{ personId: subjectOf(second) }]);
  });

  it('is given up by whoever holds it, and taken away by staff alone', async () => {
    const { stairwells } = await anEstate();
    const steward = aResident();
    const { id } = await appointed(stairwells[0].id, steward);
    expect((await end(id, 'resigned', aResident())).status).toBe(403);
    await expectRefused(
      asking(steward, (request) => end(id, 'dismissed', request)),
      403,
      'appointment-not-yours-to-dismiss',
    );
    expect(expectBody(await end(id, 'resigned', steward))).toMatchObject({ state: 'ended' });
  });

  it.each<[string, object, string]>([
    [
      'of an office that is not held for a stairwell',
      { office: 'micro-grid-leader' },
      'appointment-territory-does-not-fit',
    ],
    ['for a term that ends before it begins', { untilOn: inDays(-1) }, 'appointment-term-reversed'],
    ['for a term that is over', { fromOn: inDays(-9), untilOn: inDays(-1) }, 'appointment-term-reversed'],
    ['for more than five years', { untilOn: inDays(366 * 5) }, 'appointment-term-too-long'],
    ['of an office that nobody knows', { office: 'king' }, 'invalid-input'],
  ])('is not proposed %s', async (_, fields, code) => {
    const { stairwells } = await anEstate();
    const body = aProposal(stairwells[0].id, aResident(), fields);
    await expectRefused((more) => api.post('/v1/appointments', body, more), 422, code);
    expect((await api.post('/v1/appointments', body, aResident())).status).toBe(403);
    expect((await api.post('/v1/appointments', aProposal(uuidv7(), aResident()))).status).toBe(404);
  });
});

describe('the parts of the estate', () => {
  it('lie in one another, each under a name of its own', async () => {
    const { grid, microGrid, building } = await anEstate();
    const enter = (body: object) => (more: TestRequest) => api.post('/v1/appointments/territories', body, more);
    for (const wrong of [
      { kind: 'grid', name: '网格', parentId: grid.id },
      { kind: 'stairwell', name: '1单元', parentId: microGrid.id },
      { kind: 'building', name: '9幢' },
    ]) {
      await expectRefused(enter(wrong), 422, 'territory-parent-does-not-fit');
    }
    const twice = { kind: 'building', name: building.name, parentId: microGrid.id };
    await expectRefused(enter(twice), 409, 'territory-name-taken');
    await expectRefused(enter({ kind: 'grid', name: grid.name }), 409, 'territory-name-taken');
    const { items } = expectBody(
      await api.get(`/v1/appointments/territories?parentId=${microGrid.id}`, aResident()),
      200,
    );
    expect(items).toEqual([building]);
  });

  it('show at a glance which have somebody and which are vacant', async () => {
    const community = { community: aName('estate-') };
    const staff: TestRequest = { as: community };
    const enter = async (kind: string, parentId?: string): Promise<Body> =>
      expectBody(await api.post('/v1/appointments/territories', { kind, name: aName(kind), parentId }, staff));
    const grid = await enter('grid');
    const microGrid = await enter('micro-grid', grid.id);
    const [house, cottage] = [await enter('building', microGrid.id), await enter('building', microGrid.id)];
    const [one, other] = [await enter('stairwell', house.id), await enter('stairwell', house.id)];
    const person: TestRequest = { as: { role: 'resident', subject: aName('resident-'), ...community } };
    const take = async (territoryId: string, fields: object = {}): Promise<Body> => {
      const { id } = expectBody(await api.post('/v1/appointments', aProposal(territoryId, person, fields), staff));
      expectBody(await answer(id, person));
      return expectBody(await confirm(id, staff));
    };
    const stewards = async (): Promise<Body> =>
      expectBody(await api.get('/v1/appointments/coverage', person), 200).offices.find(
        ({ office }: Body) => office === 'stairwell-steward',
      );
    expect(await stewards()).toMatchObject({ territories: 3, held: 0 });
    await take(one.id);
    await take(other.id, { fromOn: inDays(5) });
    expect(await stewards()).toMatchObject({ territories: 3, held: 1 });
    expect((await stewards()).vacant).toEqual([cottage, other]);
    const whole = await take(house.id);
    expect(await stewards()).toMatchObject({ held: 2, vacant: [{ id: cottage.id }] });
    expectBody(await end(whole.id, 'dismissed', staff));
    expect(await stewards()).toMatchObject({ held: 1 });
    await take(grid.id, { office: 'grid-worker' });
    const { offices } = expectBody(await api.get('/v1/appointments/coverage', person), 200);
    expect(offices.map(({ office, held, territories }: Body) => [office, held, territories])).toEqual([
      ['grid-worker', 1, 1],
      ['stairwell-steward', 1, 3],
      ['micro-grid-leader', 0, 1],
    ]);
  });
});

describe('a household', () => {
  it('is entered once, with accounts that act for no other, and is for staff to see', async () => {
    const home = { building: '9幢', stairwell: '1单元', door: '101' };
    const [one, other] = [aName('account-'), aName('account-')];
    const enter = (fields: object) => (more: TestRequest) => api.post('/v1/households', { ...home, ...fields }, more);
    const { id } = expectBody(await enter({ accountIds: [one] })({}));
    await expectRefused(enter({ accountIds: [] }), 409, 'household-entered-already');
    await expectRefused(enter({ door: '102', accountIds: [one] }), 409, 'household-account-taken');
    expectBody(await enter({ door: '102', accountIds: [other] })({}));
    const assign = (accountIds: string[]) => (more: TestRequest) =>
      api.request('PUT', `/v1/households/${id}/accounts`, { ...more, body: { accountIds } });
    await expectRefused(assign([one, other]), 409, 'household-account-taken');
    const third = aName('account-');
    expect(expectBody(await assign([third])({}), 200)).toMatchObject({ id, ...home, accountIds: [third] });
    const { items } = expectBody(await api.get('/v1/households?limit=100'), 200);
    expect(items).toContainEqual(expect.objectContaining({ id, ...home, accountIds: [third] }));
    expect((await api.get('/v1/households', aResident())).status).toBe(403);
    const [row] = await api.service.app
      .get(Database, { strict: false })
      .read.query<{ door: string }[]>('SELECT door FROM households WHERE id = $1', [id]);
    expect(row?.door).toMatch(/^v1\./);
  });
});

describe('whom to ask for an office', () => {
  it('is said by findings, checks, talks and hours of service, each counted once', async () => {
    const { work, contractor, team } = await watched(api);
    const [one, two] = team;
    const { id } = expectBody(await raise(api, one, work.id));
    expectBody(await raise(api, one, work.id));
    expectBody(await rectify(api, contractor, id));
    expectBody(await recheck(api, two, id));
    const service = create(ServiceRecordedSchema, {
      ...{ claimId: uuidv7(), communityId: 'xishan', needId: uuidv7(), volunteerId: subjectOf(one), minutes: 500 },
    });
    await api.kafka.deliver(service, service);
    const candidates = async (query = ''): Promise<Body[]> =>
      expectBody(await api.get(`/v1/appointments/candidates${query}`), 200).items.filter(({ personId }: Body) =>
        [subjectOf(one), subjectOf(two)].includes(personId),
      );
    await eventually(async () =>
      expect(await candidates()).toEqual([
        {
          ...{ personId: subjectOf(one), findings: 1, rechecks: 0, rounds: 0, serviceMinutes: 500 },
          ...{ held: [], points: 5, next: 'grid-worker' },
        },
        {
          ...{ personId: subjectOf(two), findings: 0, rechecks: 1, rounds: 0, serviceMinutes: 0 },
          ...{ held: [], points: 2, next: 'grid-worker' },
        },
      ]),
    );
    const { grid } = await anEstate();
    await appointed(grid.id, one, { office: 'grid-worker' });
    expect(await candidates('?next=stairwell-steward')).toMatchObject([
      { held: ['grid-worker'], next: 'stairwell-steward' },
    ]);
    expect((await api.get('/v1/appointments/candidates', aResident())).status).toBe(403);
  });
});

const hence = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
const aTalk = (fields: object = {}) => ({
  question: '停车难怎么办?',
  opensAt: hence(-1),
  closesAt: hence(48),
  ...fields,
});
const talk = async (fields: object = {}): Promise<Body> =>
  expectBody(await api.post('/v1/statements/talks', aTalk(fields)));
const say = (talkId: string, by: TestRequest, text = aName('先划消防通道')) =>
  api.post('/v1/statements', { talkId, text }, withKey(by));
const moderate = (id: string, body: object, request: TestRequest = {}) =>
  api.post(`/v1/statements/${id}/moderation`, body, request);
const vote = (id: string, by: TestRequest, stance = 'agree') =>
  api.request('PUT', `/v1/statements/${id}/vote`, { ...by, body: { stance } });

/** A statement that everybody sees. */
async function shown(talkId: string, by: TestRequest, text?: string): Promise<Body> {
  const { id } = expectBody(await say(talkId, by, text));
  return expectBody(await moderate(id, { shown: true }));
}

describe('a statement', () => {
  it('is seen by others once it is moderated, without whoever said it', async () => {
    const { id: talkId } = await talk({ roundId: uuidv7() });
    await api.kafka.awaitEmitted(TalkOpenedSchema, talkId);
    const [author, reader] = [await aHousehold(api), await aHousehold(api)];
    const { id } = expectBody(await say(talkId, author, '夜间开放小学操场停车'));
    const list = async (by: TestRequest): Promise<Body[]> =>
      expectBody(await api.get(`/v1/statements?talkId=${talkId}`, by), 200).items;
    expect(await list(reader)).toEqual([]);
    expect(await list(author)).toMatchObject([{ id, own: true, state: 'submitted' }]);
    await expectRefused(
      asking(reader, (request) => vote(id, request)),
      409,
      'statement-wrong-state',
    );
    expectBody(await moderate(id, { shown: true }));
    expect(await list(reader)).toEqual([
      { id, talkId, state: 'shown', text: '夜间开放小学操场停车', own: false, rejection: null, stance: null },
    ]);
    expectBody(await vote(id, reader), 200);
    expect(expectBody(await vote(id, reader, 'disagree'), 200)).toMatchObject({ stance: 'disagree' });
    expect(await list(reader)).toMatchObject([{ stance: 'disagree' }]);
    for (const schema of [StatementSubmittedSchema, StatementShownSchema]) {
      const [event] = await api.kafka.awaitEmitted(schema, id);
      expect(writtenOut(event)).not.toContain('操场');
    }
    const [row] = await api.service.app
      .get(Database, { strict: false })
      .read.query<{ text: string }[]>('SELECT text FROM statements WHERE id = $1', [id]);
    expect(row?.text).toMatch(/^v1\./);
  });

  it('that is rejected is seen by whoever said it, with the reason, and by nobody else', async () => {
    const { id: talkId } = await talk();
    const [author, reader] = [await aHousehold(api), await aHousehold(api)];
    const { id } = await shown(talkId, author);
    expectBody(await vote(id, reader), 200);
    expectBody(await moderate(id, { shown: false, reason: '涉及他人隐私' }));
    await api.kafka.awaitEmitted(StatementRejectedSchema, id);
    expect(expectBody(await api.get(`/v1/statements?talkId=${talkId}`, author), 200).items).toMatchObject([
      { state: 'rejected', rejection: '涉及他人隐私' },
    ]);
    expect(expectBody(await api.get(`/v1/statements?talkId=${talkId}`, reader), 200).items).toEqual([]);
    expect(expectBody(await api.get(`/v1/statements/talks/${talkId}/opinion`, reader), 200).statements).toEqual([]);
    await expectRefused((more) => moderate(id, { shown: true }, more), 409, 'statement-wrong-state');
  });

  it('is moderated by somebody else, with a reason if it is not shown', async () => {
    const { id: talkId } = await talk();
    const author = await aHousehold(api);
    const { id } = expectBody(await say(talkId, author));
    await expectRefused((more) => moderate(id, { shown: false }, more), 422, 'statement-reason-wanted');
    await expectRefused((more) => moderate(id, { shown: true, reason: '好' }, more), 422, 'statement-reason-wanted');
    expect((await moderate(id, { shown: true }, await aHousehold(api))).status).toBe(403);
    const own = as('staff', subjectOf(author));
    await expectRefused(
      asking(own, (request) => moderate(id, { shown: true }, request)),
      403,
      'statement-own-moderation',
    );
  });

  it('is refused to whoever floods the talk, one by one or all at once', async () => {
    const { id: talkId } = await talk();
    const author = await aHousehold(api);
    const answers = await Promise.all(Array.from({ length: 8 }, () => say(talkId, author)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
    await expectRefused(
      asking(author, (request) => say(talkId, request)),
      409,
      'statement-too-many',
    );
    const first = answers.find(({ status }) => status === 201)?.body;
    expectBody(await moderate(first.id, { shown: false, reason: '与议题无关' }));
    await expectRefused(
      asking(author, (request) => say(talkId, request)),
      409,
      'statement-too-many',
    );
  });

  it.each<[string, string, number, string]>([
    ['more than 140 characters', '停'.repeat(141), 422, 'invalid-input'],
    ['nothing', '  ', 422, 'invalid-input'],
    ['what was said already, but for punctuation', ' 划出,消防通道!', 409, 'statement-said-already'],
  ])('does not say %s', async (_, text, status, code) => {
    const { id: talkId } = await talk();
    const author = await aHousehold(api);
    expectBody(await say(talkId, await aHousehold(api), '划出消防通道'));
    await expectRefused(
      asking(author, (request) => say(talkId, request, text)),
      status,
      code,
    );
    expectBody(await say(talkId, author, '停'.repeat(140)));
  });

  it('is neither made nor voted on by accounts without a household, or while the talk is closed', async () => {
    const { id: talkId } = await talk();
    const [member, stranger] = [await aHousehold(api), aResident()];
    const { id } = await shown(talkId, member);
    await expectRefused(
      asking(stranger, (request) => say(talkId, request)),
      403,
      'statement-no-household',
    );
    await expectRefused(
      asking(stranger, (request) => vote(id, request)),
      403,
      'statement-no-household',
    );
    expect((await vote(id, {})).status).toBe(403);
    const { id: later } = await talk({ opensAt: hence(5) });
    await expectRefused(
      asking(member, (request) => say(later, request)),
      409,
      'talk-not-open',
    );
    api.clock.advance({ hours: 48 });
    await expectRefused(
      asking(member, (request) => say(talkId, request)),
      409,
      'talk-not-open',
    );
    await expectRefused(
      asking(member, (request) => vote(id, request)),
      409,
      'talk-not-open',
    );
    const reversed = aTalk({ closesAt: hence(-2) });
    await expectRefused((more) => api.post('/v1/statements/talks', reversed, more), 422, 'talk-times-reversed');
    expect((await api.post('/v1/statements/talks', aTalk(), member)).status).toBe(403);
  });
});

describe('the opinion of a talk', () => {
  it('shows groups, and first what they share, as exploratory, and as CSV without people', async () => {
    const { id: talkId } = await talk();
    const people = await Promise.all(Array.from({ length: 8 }, () => aHousehold(api)));
    const author = people[0] ?? aResident();
    const [shared, lifts] = [await shown(talkId, author, '=保留绿化'), await shown(talkId, author, '先装电梯')];
    const parking = await shown(talkId, author, '先划车位');
    for (const [index, person] of people.entries()) {
      const isFirst = index < 5;
      expectBody(await vote(shared.id, person), 200);
      expectBody(await vote(lifts.id, person, isFirst ? 'agree' : 'disagree'), 200);
      expectBody(await vote(parking.id, person, isFirst ? 'disagree' : 'agree'), 200);
    }
    const path = `/v1/statements/talks/${talkId}/opinion`;
    const opinion = expectBody(await api.get(path, author), 200);
    expect(opinion).toMatchObject({ exploratory: true, placed: 8, silhouette: 1 });
    expect(opinion.groups.map(({ name, size }: Body) => [name, size])).toEqual([
      ['A', 5],
      ['B', 3],
    ]);
    expect(opinion.groups[0].markers).toEqual(
      expect.arrayContaining([
        { statementId: lifts.id, side: 'agree' },
        { statementId: parking.id, side: 'disagree' },
      ]),
    );
    expect(opinion.statements[0]).toMatchObject({
      ...{ statementId: shared.id, text: '=保留绿化', all: { agree: 8, disagree: 0, pass: 0 } },
      byGroup: [
        { agree: 5, disagree: 0, pass: 0 },
        { agree: 3, disagree: 0, pass: 0 },
      ],
    });
    expect(opinion.notice.en).toMatch(/^Exploratory/);
    expect(expectBody(await api.get(path, author), 200)).toEqual(opinion);

    const csv = await api.get(`${path}?format=csv`, author);
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const lines = csv.text.replace('\ufeff', '').trim().split('\n');
    expect(lines[0]).toBe(
      'statementId,text,agree,disagree,pass,consensus,A.agree,A.disagree,A.pass,B.agree,B.disagree,B.pass',
    );
    expect(lines).toHaveLength(4);
    expect(lines[1]).toContain(`${shared.id},'=保留绿化,8,0,0,`);
    for (const person of people) expect(csv.text).not.toContain(`,${subjectOf(person)},`);
    expect((await api.get(path, { as: { community: 'nanmen' } })).status).toBe(404);
    expect((await api.get(`${path}?format=pdf`, author)).status).toBe(422);
  });
});

describe('a proposal', () => {
  /** Residents of households of their own, known for 30 days. */
  async function settled(count: number): Promise<TestRequest[]> {
    const residents = await Promise.all(Array.from({ length: count }, () => aHousehold(api)));
    api.clock.advance({ hours: 30 * 24 });
    return residents;
  }
  const aText = () => ({ text: aName('建议加装电梯'), place: '3幢2单元' });
  const make = (by: TestRequest) => api.post('/v1/proposals', aText(), withKey(by));
  const support = (id: string, by: TestRequest, supports = true) =>
    api.post(`/v1/proposals/${id}/support`, { supports }, by);
  const withdrawal = (id: string, by: TestRequest) => api.post(`/v1/proposals/${id}/withdrawal`, {}, by);
  const takeUp = (id: string, more: TestRequest = {}) =>
    api.post(`/v1/proposals/${id}/consultation`, { title: '加装电梯', description: '居民提议' }, more);
  const decline = (id: string, more: TestRequest = {}) => api.post(`/v1/proposals/${id}/declination`, reason, more);
  const listed = async (by: TestRequest, state: string): Promise<string[]> =>
    expectBody(await api.get(`/v1/proposals?limit=100&state=${state}`, by), 200).items.map(({ id }: Body) => id);
  const refusalsOf = async (who: TestRequest): Promise<Body[]> =>
    expectBody(await api.get('/v1/proposals/refusals'), 200).items.filter(
      ({ accountId }: Body) => accountId === subjectOf(who),
    );

  it('that enough households support becomes a consultation, and everybody sees who they are', async () => {
    const [maker, second, third] = (await settled(3)) as [TestRequest, TestRequest, TestRequest];
    const made = expectBody(await make(maker));
    expect(made).toMatchObject({ state: 'gathering', supporters: 1, supportersNeeded: 3, own: true });
    expectBody(await support(made.id, second));
    await expectRefused((more) => takeUp(made.id, more), 409, 'proposal-wrong-state');
    expect(expectBody(await support(made.id, third))).toMatchObject({ state: 'ready', supporters: 3, own: false });
    expect(await listed(aResident(), 'ready')).toContain(made.id);
    const first = expectBody(await api.get(`/v1/proposals/${made.id}/supporters?limit=2`, aResident()), 200);
    const rest = `/v1/proposals/${made.id}/supporters?cursor=${encodeURIComponent(first.nextCursor)}`;
    const doors = [...first.items, ...expectBody(await api.get(rest, aResident()), 200).items];
    expect(doors).toHaveLength(3);
    expect(doors).toContainEqual(expect.objectContaining({ building: '3幢', stairwell: '2单元' }));
    expect(new Set(doors.map(({ door }: Body) => door)).size).toBe(3);
    const { state, consultationId } = expectBody(await takeUp(made.id));
    expect(state).toBe('taken-up');
    expect(await api.kafka.awaitEmitted(ConsultationOpenedSchema, consultationId)).toHaveLength(1);
    expect(await api.kafka.awaitEmitted(ProposalMadeSchema, made.id)).toHaveLength(1);
    expect(await api.kafka.awaitEmitted(ProposalSupportReachedSchema, made.id)).toMatchObject([{ supporters: 3 }]);
    expect(await api.kafka.awaitEmitted(ProposalTakenUpSchema, made.id)).toMatchObject([{ consultationId }]);
    await expectRefused(
      asking(second, (request) => support(made.id, request, false)),
      409,
      'proposal-wrong-state',
    );
    await expectRefused((more) => takeUp(made.id, more), 409, 'proposal-wrong-state');
  });

  it('counts a household once, however many of it support at once, and is no longer ready when one withdraws', async () => {
    const family = await membersOf(api, 4);
    const [maker, third] = (await settled(2)) as [TestRequest, TestRequest];
    const { id } = expectBody(await make(maker));
    await Promise.all(family.map(async (one) => expectBody(await support(id, one))));
    expect(expectBody(await support(id, maker))).toMatchObject({ state: 'gathering', supporters: 2 });
    expectBody(await support(id, third));
    expect(expectBody(await support(id, family[1] as TestRequest, false))).toMatchObject({
      ...{ state: 'gathering', supporters: 2 },
    });
    expect(await api.kafka.awaitEmitted(ProposalSupportLostSchema, id)).toMatchObject([{ supporters: 2 }]);
    await expectRefused((more) => takeUp(id, more), 409, 'proposal-wrong-state');
  });

  it('is refused to accounts without a household and to fresh households, and staff see who tried how often', async () => {
    const stranger = aResident();
    const fresh = await aHousehold(api);
    const [maker] = (await settled(1)) as [TestRequest];
    const { id } = expectBody(await make(maker));
    api.clock.release();
    const ask = (by: TestRequest) => asking(by, (request) => support(id, request));
    await expectRefused(ask(stranger), 403, 'proposal-no-household');
    await expectRefused(ask(fresh), 403, 'proposal-household-too-fresh');
    const propose = (by: TestRequest) => asking(by, make);
    await expectRefused(propose(fresh), 403, 'proposal-household-too-fresh');
    await expectRefused(propose(stranger), 403, 'proposal-no-household');
    expect(await refusalsOf(stranger)).toMatchObject([{ code: 'proposal-no-household', times: 4 }]);
    expect(await refusalsOf(fresh)).toMatchObject([{ code: 'proposal-household-too-fresh', times: 4 }]);
    expect((await api.get('/v1/proposals/refusals', stranger)).status).toBe(403);
    const all = expectBody(await api.get('/v1/proposals?limit=100', maker), 200).items;
    expect(all.find((one: Body) => one.id === id)).toMatchObject({ supporters: 1 });
  });

  it('is one of three that a person may have waiting, also if they send many at once', async () => {
    const [maker] = (await settled(1)) as [TestRequest];
    const answers = await Promise.all(Array.from({ length: 6 }, () => make(maker)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 409, 409, 409]);
    await expectRefused(asking(maker, make), 409, 'proposal-too-many');
    const [first] = answers.filter(({ status }) => status === 201);
    expectBody(await withdrawal(first?.body.id, maker));
    expectBody(await make(maker));
  });

  it('is withdrawn by its maker alone, and seen by nobody else when it is withdrawn or declined', async () => {
    const [maker, other] = (await settled(2)) as [TestRequest, TestRequest];
    const { id } = expectBody(await make(maker));
    await expectRefused(
      asking(other, (request) => withdrawal(id, request)),
      403,
      'proposal-not-yours',
    );
    expect(expectBody(await withdrawal(id, maker))).toMatchObject({ state: 'withdrawn' });
    await api.kafka.awaitEmitted(ProposalWithdrawnSchema, id);
    await expectRefused(
      asking(maker, (request) => withdrawal(id, request)),
      409,
      'proposal-wrong-state',
    );
    const unheard = expectBody(await make(maker)).id as string;
    expect(expectBody(await decline(unheard))).toMatchObject({ state: 'declined', declination: reason.reason });
    await expectRefused((more) => decline(unheard, more), 409, 'proposal-wrong-state');
    const [declined] = await api.kafka.awaitEmitted(ProposalDeclinedSchema, unheard);
    expect(declined).toMatchObject({ reason: reason.reason });
    expect(await listed(maker, 'declined')).toContain(unheard);
    expect(await listed({}, 'withdrawn')).toContain(id);
    expect([...(await listed(other, 'declined')), ...(await listed(other, 'withdrawn'))]).toEqual([]);
    expect((await api.get(`/v1/proposals/${unheard}/supporters`, other)).status).toBe(404);
    expect((await decline(id, maker)).status).toBe(403);
  });

  it('tells its words in no event, and nothing in another community', async () => {
    const [maker] = (await settled(1)) as [TestRequest];
    const { id, text } = expectBody(await make(maker));
    const [event] = await api.kafka.awaitEmitted(ProposalMadeSchema, id);
    expect(writtenOut(event)).not.toContain(text);
    const elsewhere: TestRequest = { as: { role: 'staff', subject: 's-9', community: 'elsewhere' } };
    expect((await takeUp(id, elsewhere)).status).toBe(404);
    expect((await api.get(`/v1/proposals/${id}/supporters`, elsewhere)).status).toBe(404);
    expect((await make({})).status).toBe(403);
  });
});
