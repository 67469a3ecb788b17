import { create, toJsonString } from '@bufbuild/protobuf';
import {
  BranchDissolvedSchema,
  BranchFormedSchema,
  FeedbackGivenSchema,
  IncubationStartedSchema,
  MilestoneOverdueSchema,
  MilestoneReachedSchema,
  OfficeTakenSchema,
  OwnBranchDueSchema,
  OrganizationAcceptedSchema,
  OrganizationGraduatedSchema,
  OrganizationWoundUpSchema,
  ServiceRecordedSchema,
  toTimestamp,
} from '@huying/contracts';
import { Database } from '@huying/database';
import { aName, as, type Body, eventually, expectBody, runNow, TestService } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { organizationService } from '../src/index.js';
import { accepted, aPlan, applied, inDays, openProgramme, reason } from './examples.js';

let api: TestService;
const rowsOf = (sql: string) => api.service.app.get(Database, { strict: false }).read.query<unknown[]>(sql);

beforeAll(async () => {
  api = await TestService.start(organizationService);
});
afterAll(() => api.stop());

const path = (id: string, what: string) => `/v1/organizations/${id}/${what}`;
const file = async (id: string, request = {}): Promise<Body> =>
  expectBody(await api.get(`/v1/organizations/${id}`, request), 200);

async function incubating(): Promise<Body> {
  const { id } = await accepted(api, { accountId: aName('org-') });
  return expectBody(await api.post(path(id, 'incubation'), { ...reason, milestones: aPlan(inDays(30)) }));
}

async function reachAll(id: string, milestones: { id: string; kind: string }[]): Promise<void> {
  for (const milestone of milestones) {
    const evidence = [`https://files.example.org/${milestone.kind}.pdf`];
    expectBody(await api.post(path(id, `milestones/${milestone.id}/evidence`), { evidence }));
  }
}

async function withFullMembers(count: number): Promise<string> {
  const { id } = await accepted(api);
  for (let one = 0; one < count; one++) {
    expectBody(await api.post(path(id, 'members'), { personId: aName('m-'), partyStanding: 'full' }));
  }
  return id;
}

describe('the way of an organisation', () => {
  it('leads from the application to the graduation, each move with who, when and why, and an event', async () => {
    const { id, milestones } = await incubating();
    expect(milestones).toHaveLength(7);
    expect(await api.post(path(id, 'graduation'), reason)).toMatchObject({
      status: 409,
      body: { code: 'organization-milestones-open', detail: expect.stringContaining('7') },
    });
    for (const _ of [1, 2, 3]) await api.post(path(id, 'members'), { personId: aName('m-'), partyStanding: 'full' });
    expectBody(await api.post('/v1/branches', { name: aName('支部'), organizationIds: [id] }));
    await reachAll(id, milestones);
    expect(expectBody(await api.post(path(id, 'graduation'), reason))).toMatchObject({ state: 'graduated' });

    const history = expectBody(await api.get(`/v1/organizations/histories/${id}`), 200);
    expect(history.items.map(({ to }: { to: string }) => to)).toEqual([
      'applied',
      'accepted',
      ...Array(8).fill('incubating'),
      'graduated',
    ]);
    expect(history.items.at(-1)).toMatchObject({
      by: 'staff-1',
      reason: reason.reason,
      event: 'OrganizationGraduated',
    });
    for (const schema of [OrganizationAcceptedSchema, IncubationStartedSchema, OrganizationGraduatedSchema]) {
      expect(await api.kafka.awaitEmitted(schema, id)).toHaveLength(1);
    }
    expect(await api.kafka.awaitEmitted(MilestoneReachedSchema, id, 7)).toHaveLength(7);

    expectBody(await api.post(path(id, 'dormancy'), reason));
    expectBody(await api.post(path(id, 'revival'), reason));
    expect(expectBody(await api.post(path(id, 'winding-up'), reason))).toMatchObject({
      state: 'wound-up',
      branchId: null,
    });
    await api.kafka.awaitEmitted(OrganizationWoundUpSchema, id);
  });

  it('ends with a refusal if the community does not accept it', async () => {
    const { id } = await applied(api);
    expect(expectBody(await api.post(path(id, 'refusal'), reason))).toMatchObject({ state: 'declined' });
    expect(await api.post(path(id, 'acceptance'), reason)).toMatchObject({
      status: 409,
      body: { code: 'organization-wrong-state', detail: expect.stringContaining('declined') },
    });
  });

  it('does not end while programmes are open', async () => {
    const { organizationId, id: programmeId } = await openProgramme(api, 'other');
    expect(await api.post(path(organizationId, 'winding-up'), reason)).toMatchObject({
      status: 409,
      body: { code: 'organization-programmes-open' },
    });
    expectBody(await api.post(`/v1/programmes/${programmeId}/closure`, { results: '结束' }));
    expectBody(await api.post(path(organizationId, 'winding-up'), reason));
  });

  it('is the community’s to decide, and seen by others only once accepted', async () => {
    const { id } = await applied(api);
    const resident = as('resident', 'r-1');
    expect((await api.post(path(id, 'acceptance'), reason, resident)).status).toBe(403);
    expect((await api.get(`/v1/organizations/${id}`, resident)).status).toBe(404);
    expect((await api.get(`/v1/organizations/${id}`, { as: { community: 'nanmen' } })).status).toBe(404);
    expectBody(await api.post(path(id, 'acceptance'), reason));
    expect(await file(id, resident)).toMatchObject({ state: 'accepted', milestones: [], offices: [] });
    const named = await api.post('/v1/organizations', { name: aName('某会'), purpose: 'x', hub: true }, resident);
    expect(named).toMatchObject({ status: 403, body: { code: 'not-yours' } });
  });

  it('has a name of its own', async () => {
    const { name } = await applied(api);
    expect(await api.post('/v1/organizations', { name, purpose: 'x' })).toMatchObject({
      status: 409,
      body: { code: 'organization-name-taken' },
    });
  });
});

describe('a milestone', () => {
  it('is not reached without evidence, not twice, and that of a branch not without one', async () => {
    const { id, milestones } = await incubating();
    const [charter] = milestones.filter(({ kind }: { kind: string }) => kind === 'charter');
    const branch = milestones.find(({ kind }: { kind: string }) => kind === 'party-branch');
    const reach = (milestone: { id: string }, evidence?: string[]) =>
      api.post(path(id, `milestones/${milestone.id}/evidence`), { evidence });
    expect(await reach(charter)).toMatchObject({
      status: 422,
      body: { code: 'organization-milestone-without-evidence' },
    });
    const chinese = await api.post(
      path(id, `milestones/${charter.id}/evidence`),
      {},
      { headers: { 'accept-language': 'zh-CN' } },
    );
    expect(chinese.body.detail).toBe('节点完成须附佐证材料。');
    expectBody(await reach(charter, ['x']));
    expect(await reach(charter, ['x'])).toMatchObject({
      status: 409,
      body: { code: 'organization-milestone-reached' },
    });
    expect(await reach(branch, ['x'])).toMatchObject({
      status: 409,
      body: { code: 'organization-milestone-without-branch' },
    });
  });

  it('is seen when it is overdue, and told once for each due date', async () => {
    const { id, milestones } = await incubating();
    api.clock.advance({ hours: 24 * 40 });
    try {
      await runNow(api, 'notice-overdue-milestones');
      await runNow(api, 'notice-overdue-milestones');
      const told = await api.kafka.awaitEmitted(MilestoneOverdueSchema, id, 7);
      expect(told).toHaveLength(7);
      expect((await file(id)).milestones).toMatchObject(Array(7).fill({ overdue: true }));
      const { items } = expectBody(await api.get('/v1/organizations?overdue=true&limit=100'), 200);
      expect(items.map((one: { id: string }) => one.id)).toContain(id);
      const [first] = milestones;
      const moved = await api.post(path(id, `milestones/${first.id}/due-date`), { dueOn: inDays(60), ...reason });
      expect(expectBody(moved)).toMatchObject({ overdue: false });
    } finally {
      api.clock.release();
    }
  });

  it.each<[string, (plan: Body[]) => Body[], string]>([
    ['one kind is missing', (plan) => plan.slice(1), 'organization-plan-incomplete'],
    ['one kind is there twice', (plan) => [...plan, plan[0]], 'organization-plan-twice'],
    [
      'a due date has passed',
      (plan) => [{ ...plan[0], dueOn: inDays(-1) }, ...plan.slice(1)],
      'organization-due-in-the-past',
    ],
  ])('is not planned when %s', async (_, change, code) => {
    const { id } = await accepted(api);
    const answer = await api.post(path(id, 'incubation'), { ...reason, milestones: change(aPlan(inDays(10))) });
    expect(answer).toMatchObject({ status: 422, body: { code } });
  });
});

describe('members and offices', () => {
  it('are kept by those who act for the organisation: by its account, or by an office', async () => {
    const account = aName('org-');
    const { id } = await accepted(api, { accountId: account });
    const own = as('organisation', account);
    expectBody(await api.post(path(id, 'members'), { personId: 'm-chair' }, own));
    expect(await api.post(path(id, 'members'), { personId: 'm-chair' }, own)).toMatchObject({
      body: { code: 'organization-member-already' },
    });
    const term = { personId: 'm-chair', office: 'chair', fromOn: inDays(-1), untilOn: inDays(700) };
    expectBody(await api.post(path(id, 'offices'), term, own));
    await api.kafka.awaitEmitted(OfficeTakenSchema, id);
    const chair = as('organisation', 'm-chair');
    const { id: memberId } = expectBody(
      await api.post(path(id, 'members'), { personId: 'm-2', partyStanding: 'full' }, chair),
    );
    const { items } = expectBody(await api.get(path(id, 'members'), chair), 200);
    expect(items).toMatchObject([{ personId: 'm-chair' }, { personId: 'm-2', partyStanding: 'none' }]);
    expect((await api.get(path(id, 'members'), as('organisation', 'stranger'))).status).toBe(403);
    expect((await api.request('DELETE', path(id, `members/${memberId}`), chair)).status).toBe(204);
    expect(await file(id, own)).toMatchObject({ members: 1, offices: [{ office: 'chair' }] });
  });

  it('of one kind do not overlap, and are for members only', async () => {
    const { id } = await accepted(api);
    for (const personId of ['m-1', 'm-2']) await api.post(path(id, 'members'), { personId });
    const term = { personId: 'm-1', office: 'treasurer', fromOn: inDays(0), untilOn: inDays(300) };
    expectBody(await api.post(path(id, 'offices'), term));
    const take = (fields: object) => api.post(path(id, 'offices'), { ...term, ...fields });
    expect(await take({ personId: 'm-2', fromOn: inDays(300), untilOn: inDays(400) })).toMatchObject({
      status: 409,
      body: { code: 'organization-office-taken' },
    });
    expectBody(await take({ personId: 'm-2', fromOn: inDays(301), untilOn: inDays(400) }));
    expect(await take({ personId: 'nobody' })).toMatchObject({
      status: 422,
      body: { code: 'organization-not-a-member' },
    });
    expect(await take({ untilOn: inDays(-1) })).toMatchObject({ body: { code: 'organization-term-upside-down' } });
    expect(await take({ untilOn: inDays(2_000) })).toMatchObject({ body: { code: 'organization-term-upside-down' } });
  });

  it('end with the membership', async () => {
    const { id } = await accepted(api);
    const { id: memberId } = expectBody(await api.post(path(id, 'members'), { personId: 'm-1' }));
    const term = { personId: 'm-1', office: 'chair', fromOn: inDays(-10), untilOn: inDays(300) };
    expectBody(await api.post(path(id, 'offices'), term));
    await api.request('DELETE', path(id, `members/${memberId}`));
    expect(await file(id)).toMatchObject({ members: 0, offices: [] });
    expect((await api.get(path(id, 'members'), as('organisation', 'm-1'))).status).toBe(403);
  });
});

describe('the contact person of an organisation', () => {
  it('is of the community’s staff, and stays there while an organisation turns to them', async () => {
    const [personId, { id }] = [aName('worker-'), await accepted(api)];
    const name = async (who: string) => {
      const { version } = await file(id);
      const headers = { 'if-match': `"${version}"` };
      return api.request('PUT', path(id, 'contact-person'), { headers, body: { personId: who } });
    };
    expect(await name(personId)).toMatchObject({ status: 422, body: { code: 'organization-contact-not-staff' } });
    const enter = () => api.post('/v1/community-workers', { personId, kind: 'community-worker' });
    const worker = expectBody(await enter());
    expect(await enter()).toMatchObject({ status: 409, body: { code: 'worker-already' } });
    expect(expectBody(await name(personId), 200)).toMatchObject({ contactPersonId: personId });
    const leave = () => api.request('DELETE', `/v1/community-workers/${worker.id}`);
    expect(await leave()).toMatchObject({ status: 409, body: { code: 'worker-is-contact' } });
    const next = expectBody(
      await api.post('/v1/community-workers', { personId: aName('worker-'), kind: 'project-worker' }),
    );
    expectBody(await name(next.personId), 200);
    expect((await leave()).status).toBe(204);
    expect(await name(personId)).toMatchObject({ body: { code: 'organization-contact-not-staff' } });
    const { items } = expectBody(await api.get('/v1/community-workers'), 200);
    expect((items as Body[]).map((one) => one.personId)).not.toContain(personId);
    expect((await api.get('/v1/community-workers', as('resident', 'r-1'))).status).toBe(403);
  });
});

describe('a party branch', () => {
  it('is an organisation’s own from three full members on, and joint below', async () => {
    const [own, one, two, small] = [
      await withFullMembers(3),
      await withFullMembers(2),
      await withFullMembers(1),
      await withFullMembers(0),
    ];
    const form = (organizationIds: string[], joint?: boolean) =>
      api.post('/v1/branches', { name: aName('党支部'), organizationIds, joint });
    expect(await form([two])).toMatchObject({ status: 422, body: { code: 'branch-too-few-members' } });
    expect(await form([own, one])).toMatchObject({ status: 422, body: { code: 'branch-own-possible' } });
    expect(await form([uuidv7()])).toMatchObject({ status: 422, body: { code: 'branch-unknown-organization' } });
    expect(expectBody(await form([own]))).toMatchObject({ joint: false, organizationIds: [own] });
    const joint = expectBody(await form([one, two]));
    expect(joint).toMatchObject({ joint: true, organizationIds: [one, two].sort() });
    expect(await form([own])).toMatchObject({ status: 409, body: { code: 'branch-already' } });
    const join = (branchId: string, organizationId: string) =>
      api.post(`/v1/branches/${branchId}/organizations`, { organizationId });
    expect(expectBody(await join(joint.id, small)).organizationIds).toHaveLength(3);
    const [branch] = await rowsOf(`SELECT branch_id FROM organizations WHERE id = '${own}'`);
    const late = await withFullMembers(1);
    expect(await join((branch as { branch_id: string }).branch_id, late)).toMatchObject({
      status: 409,
      body: { code: 'branch-not-joint' },
    });
    const [formed] = await api.kafka.awaitEmitted(BranchFormedSchema, joint.id);
    expect(formed).toMatchObject({ joint: true });
    expect(toJsonString(BranchFormedSchema, formed!)).not.toContain('m-');

    for (const id of [one, two, small]) expectBody(await api.post(path(id, 'winding-up'), reason));
    await api.kafka.awaitEmitted(BranchDissolvedSchema, joint.id);
    expect(await join(joint.id, late)).toMatchObject({ status: 409, body: { code: 'branch-wrong-state' } });
  });

  it('that is joint is left by who has grown to three full members, for a branch of its own', async () => {
    const [grown, other] = [await withFullMembers(2), await withFullMembers(1)];
    const joint = expectBody(await api.post('/v1/branches', { name: aName('联合'), organizationIds: [grown, other] }));
    const form = () => api.post('/v1/branches', { name: aName('党支部'), organizationIds: [grown] });
    expect(await form()).toMatchObject({ status: 409, body: { code: 'branch-already' } });
    const { id: memberId } = expectBody(await api.post(path(grown, 'members'), { personId: aName('m-') }));
    const standing = (partyStanding: string, request = {}) =>
      api.request('PUT', path(grown, `members/${memberId}/party-standing`), { body: { partyStanding }, ...request });
    expect((await standing('full', as('organisation', 'stranger'))).status).toBe(403);
    expect(await standing('leader')).toMatchObject({ status: 422, body: { code: 'invalid-input' } });
    expect(expectBody(await standing('full'), 200)).toMatchObject({ partyStanding: 'full' });
    await runNow(api, 'notice-own-branches');
    await runNow(api, 'notice-own-branches');
    const [due] = await api.kafka.awaitEmitted(OwnBranchDueSchema, grown);
    expect(due).toMatchObject({ branchId: joint.id });
    expect(await file(grown)).toMatchObject({ ownBranchDue: true, branchId: joint.id });
    const listed = expectBody(await api.get('/v1/organizations?ownBranchDue=true&limit=100'), 200).items as Body[];
    expect(listed.map(({ id }) => id)).toContain(grown);
    expect((await api.get('/v1/organizations?ownBranchDue=true', as('resident', 'r-1'))).status).toBe(403);

    const own = expectBody(await form());
    expect(own).toMatchObject({ joint: false, organizationIds: [grown], belowStrength: false });
    expect(await file(grown)).toMatchObject({ ownBranchDue: false, branchId: own.id });
    const branch = async (request = {}) => expectBody(await api.get(`/v1/branches/${joint.id}`, request), 200);
    expect(await branch()).toMatchObject({ state: 'formed', organizationIds: [other], belowStrength: true });
    expect(await branch(as('resident', 'r-1'))).toMatchObject({ belowStrength: null });
    expect(await form()).toMatchObject({ status: 409, body: { code: 'branch-already' } });
    expect(api.kafka.emitted(OwnBranchDueSchema, grown)).toHaveLength(1);
  });

  it('of its own is due no more when somebody has left', async () => {
    const id = await withFullMembers(3);
    await runNow(api, 'notice-own-branches');
    expect(await file(id)).toMatchObject({ ownBranchDue: true });
    const { items } = expectBody(await api.get(path(id, 'members')), 200);
    await api.request('DELETE', path(id, `members/${items[0].id}`));
    await runNow(api, 'notice-own-branches');
    expect(await file(id)).toMatchObject({ ownBranchDue: false });
  });

  it('has community party members assigned to its organisations; who they are is kept secret', async () => {
    const id = await withFullMembers(3);
    expectBody(await api.post('/v1/branches', { name: aName('党支部'), organizationIds: [id] }));
    const unassigned = async () =>
      (expectBody(await api.get('/v1/organizations?unassigned=true&limit=100'), 200).items as Body[]).map(
        (one) => one.id,
      );
    expect(await unassigned()).toContain(id);
    expect(expectBody(await api.post(path(id, 'party-members'), { personId: 'party-7' }))).toEqual({ assigned: 1 });
    expect(await unassigned()).not.toContain(id);
    expect(await file(id)).toMatchObject({ partyMembersAssigned: 1 });
    expect(await file(id, as('resident', 'r-1'))).toMatchObject({ partyMembersAssigned: null, ownBranchDue: null });
    expect(await api.post(path(id, 'party-members'), { personId: 'party-7' })).toMatchObject({
      status: 409,
      body: { code: 'branch-assigned-already' },
    });
    const rows = await rowsOf(`SELECT person_id FROM party_assignments WHERE organization_id = '${id}'`);
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain('party-7');
    expect((await api.request('DELETE', path(id, 'party-members/party-7'))).status).toBe(204);
    expect((await api.request('DELETE', path(id, 'party-members/party-7'))).status).toBe(404);
  });
});

describe('the hub', () => {
  it('sees how its member organisations fare, from what they did', async () => {
    const account = aName('hub-');
    const hub = await accepted(api, { hub: true, accountId: account });
    const { organizationId, id: programmeId } = await openProgramme(api, 'campaign');
    const member = await file(organizationId);
    const etag = { headers: { 'if-match': `"${member.version}"` } };
    expectBody(await api.request('PUT', path(organizationId, 'hub'), { ...etag, body: { hubId: hub.id } }), 200);
    expect(await api.request('PUT', path(organizationId, 'hub'), { ...etag, body: { hubId: hub.id } })).toMatchObject({
      status: 412,
    });
    const wish = {
      ...{
        programmeId,
        title: '入户宣传',
        place: '西山小区',
        recurrence: 'FREQ=DAILY;COUNT=1',
        minutes: 60,
        volunteers: 2,
      },
      ...{ catalogueItemCode: 'CP-007', personInCharge: '社工', onHolidays: true },
      firstStartsAt: Temporal.Now.instant().add({ hours: 1 }).toString({ smallestUnit: 'millisecond' }),
    };
    const { id: campaignId } = expectBody(await api.post('/v1/campaigns', wish));
    const { items } = expectBody(await api.get(`/v1/campaigns/${campaignId}/activities`), 200);
    const now = toTimestamp(Temporal.Now.instant());
    const { needId } = items[0];
    await api.kafka.deliver(
      create(ServiceRecordedSchema, {
        ...{ claimId: uuidv7(), communityId: 'xishan', needId, volunteerId: 'v-1', minutes: 600 },
        ...{ from: now, until: now, recordedAt: now },
      }),
      create(FeedbackGivenSchema, { needId, communityId: 'xishan', rating: 5, givenAt: now }),
    );
    const view = path(hub.id, 'member-organizations');
    await eventually(async () => {
      const seen = expectBody(await api.get(view, as('organisation', account)), 200);
      expect(seen.items).toMatchObject([
        {
          organization: { id: organizationId },
          work: { activities: 0, minutes: 600, volunteers: 1, ratings: 1, meanRating: 5 },
          parts: { hours: 0.1, volunteers: 0.05, satisfaction: 1 },
        },
      ]);
    });
    expect((await api.get(view, as('organisation', 'stranger'))).status).toBe(403);
    expect((await api.get(path(organizationId, 'member-organizations'))).status).toBe(404);
  });

  it('is one in a community', async () => {
    const answer = await api.post('/v1/organizations', { name: aName('联盟'), purpose: 'x', hub: true });
    expect(answer).toMatchObject({ status: 409, body: { code: 'organization-hub-taken' } });
    const { id, version } = await accepted(api);
    const itself = await api.request('PUT', path(id, 'hub'), {
      headers: { 'if-match': `"${version}"` },
      body: { hubId: id },
    });
    expect(itself).toMatchObject({ status: 422, body: { code: 'organization-not-a-hub' } });
  });
});
