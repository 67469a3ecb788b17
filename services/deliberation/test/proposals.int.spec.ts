import {
  ConsultationOpenedSchema,
  ProposalDeclinedSchema,
  ProposalMadeSchema,
  ProposalSupportLostSchema,
  ProposalSupportReachedSchema,
  ProposalTakenUpSchema,
  ProposalWithdrawnSchema,
} from '@huying/contracts';
import { aName, type Body, expectBody, subjectOf, type TestRequest, TestService, withKey } from '@huying/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { deliberationService } from '../src/index.js';
import { aHousehold, aResident, asking, expectRefused, membersOf, reason, writtenOut } from './supervision.examples.js';

let api: TestService;

beforeAll(async () => {
  api = await TestService.start(deliberationService, { PROPOSAL_SUPPORTERS: '3', PROPOSAL_HOUSEHOLD_DAYS: '30' });
});
afterEach(() => api.clock.release());
afterAll(() => api.stop());

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
