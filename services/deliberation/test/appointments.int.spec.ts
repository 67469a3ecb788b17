import { create } from '@bufbuild/protobuf';
import {
  AppointmentAcceptedSchema,
  AppointmentDeclinedSchema,
  AppointmentProposedSchema,
  AppointmentWithdrawnSchema,
  RoleAppointedSchema,
  RoleEndedSchema,
  ServiceRecordedSchema,
} from '@huying/contracts';
import { Database } from '@huying/database';
import {
  aName,
  type Body,
  eventually,
  expectBody,
  runNow,
  subjectOf,
  type TestRequest,
  TestService,
} from '@huying/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { deliberationService } from '../src/index.js';
import {
  aResident,
  asking,
  expectRefused,
  inDays,
  raise,
  reason,
  recheck,
  rectify,
  watched,
} from './supervision.examples.js';

let api: TestService;

beforeAll(async () => {
  api = await TestService.start(deliberationService);
});
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
