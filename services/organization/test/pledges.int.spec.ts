import { create } from '@bufbuild/protobuf';
import {
  AppealClosedSchema,
  AppealOpenedSchema,
  DecisionOutcome,
  DecisionReachedSchema,
  EngravingChosenSchema,
  NeedAroseSchema,
  PlacesOf,
  PledgeDeliveredSchema,
  PledgeFulfilledSchema,
  PledgeMadeSchema,
  PledgeRequestedSchema,
  PledgeRetiredSchema,
  PledgeWaitingSchema,
  PledgeWithdrawnSchema,
  UpkeepDoneSchema,
  UpkeepDueSchema,
  UpkeepMissedSchema,
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
} from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { organizationService } from '../src/index.js';
import { held, leaves, released, waits } from './classes.examples.js';
import { at, inDays, reason } from './examples.js';

let api: TestService;

beforeAll(async () => {
  api = await TestService.start(organizationService);
  for (const [roundId, outcome] of [
    [RESULT, DecisionOutcome.PASSED],
    [NOT_AGREED, DecisionOutcome.FAILED],
  ] as const) {
    const decision = create(DecisionReachedSchema, {
      roundId,
      communityId: 'xishan',
      rule: 'residents-meeting',
      outcome,
    });
    await api.kafka.deliver(decision, decision);
  }
  await eventually(async () => {
    const known = await api.service.database.read.query('SELECT 1 FROM known_decisions');
    expect(known).toHaveLength(2);
  });
});
afterAll(() => api.stop());

/** What a consultation came to. */
const RESULT = uuidv7();
const NOT_AGREED = uuidv7();
const aBasis = (fields: object = {}) => ({
  ...{ kind: 'consultation-result', resultId: RESULT, title: '睦邻协商 2026 年第 3 轮', decidedOn: inDays(-20) },
  ...fields,
});
const anAppeal = (fields: object = {}) => ({
  ...{ title: '西山公园爱心椅', thing: '爱心椅', wanted: 10, place: '西山公园', upkeepMonths: 6 },
  ...{ basis: aBasis(), opensAt: at(inDays(-1), '09:00'), ...fields },
});
const opened = async (fields: object = {}): Promise<Body> =>
  expectBody(await api.post('/v1/appeals', anAppeal(fields)));
const aGiver = (): TestRequest => as('resident', aName('giver-'));
const step = (id: string, what: string, request: TestRequest = {}, body: object = {}) =>
  api.post(`/v1/pledges/${id}/${what}`, body, request);
const accountsOf = async (id: string): Promise<Body> =>
  expectBody(await api.get(`/v1/appeals/${id}`, aGiver()), 200).accounts;
/** What makes a claim one of a resident to an appeal. */
const residentsClaim = () => ({ claimId: uuidv7(), of: PlacesOf.APPEAL });

/** The pledge that follows a claim, once it is in that state. */
const pledgeOf = (claimId: string, giver: TestRequest, state: string): Promise<Body> =>
  eventually(async () => {
    const { items } = expectBody(await api.get(`/v1/pledges?claimId=${claimId}`, giver), 200);
    expect(items).toMatchObject([{ state, claimId }]);
    return (items as Body[])[0];
  });

/** A pledge whose giver is decided. */
async function pledged(appealId: string, giver = aGiver(), place = 1): Promise<Body> {
  const claimed = residentsClaim();
  await api.kafka.deliver(held(appealId, subjectOf(giver), { ...claimed, place }));
  return { ...(await pledgeOf(claimed.claimId, giver, 'pledged')), giver };
}

const engrave = ({ id, version }: Body, giver: TestRequest, fields: object = {}) =>
  api.request('PUT', `/v1/pledges/${id}/engraving`, {
    ...giver,
    headers: { 'if-match': `"${version}"` },
    body: { engraving: '王家三代赠', namesConsent: true, ...fields },
  });

describe('a pledge', () => {
  it('goes from the word to the upkeep, with accounts that everybody sees', async () => {
    const { id: appealId } = await opened();
    expect(await api.kafka.awaitEmitted(AppealOpenedSchema, appealId)).toMatchObject([
      {
        ...{ wanted: 10, basis: '睦邻协商 2026 年第 3 轮', basisKind: 'consultation-result' },
        ...{ basisResultId: RESULT, basisDecidedOn: inDays(-20) },
      },
    ]);
    const { id, giver } = await pledged(appealId);
    expect(await step(id, 'installation')).toMatchObject({ status: 409, body: { code: 'pledge-wrong-state' } });
    expect((await step(id, 'delivery', giver)).status).toBe(403);
    expectBody(await step(id, 'delivery'));
    const installed = expectBody(await step(id, 'installation'));
    const due = Temporal.PlainDate.from(inDays(0)).add({ months: 6 });
    expect(installed).toMatchObject({ state: 'installed', number: 1, nextUpkeepOn: due.toString() });
    expect(await step(id, 'upkeep', giver)).toMatchObject({ status: 409, body: { code: 'pledge-no-upkeep' } });

    api.clock.set(
      due.subtract({ days: 7 }).toZonedDateTime({ timeZone: 'Asia/Shanghai', plainTime: '10:00' }).toInstant(),
    );
    await runNow(api, 'remind-givers');
    await runNow(api, 'remind-givers');
    expect(await api.kafka.awaitEmitted(UpkeepDueSchema, id)).toHaveLength(1);
    expect((await step(id, 'upkeep', aGiver())).status).toBe(403);
    expect(expectBody(await step(id, 'upkeep', giver))).toMatchObject({ state: 'in-care' });
    api.clock.release();
    expectBody(await step(id, 'retirement', {}, reason));
    for (const schema of [
      PledgeRequestedSchema,
      PledgeMadeSchema,
      PledgeDeliveredSchema,
      PledgeFulfilledSchema,
      UpkeepDoneSchema,
      PledgeRetiredSchema,
    ]) {
      expect(await api.kafka.awaitEmitted(schema, id)).toHaveLength(1);
    }
    expect(await accountsOf(appealId)).toEqual({
      ...{ pledged: 1, delivered: 1, installed: 0, retired: 1, upkeepsDone: 1, upkeepsMissed: 0 },
    });
  });

  it('whose upkeep is missed raises a need, and comes round again', async () => {
    const { id: appealId } = await opened({ upkeepMonths: 1 });
    const { id, giver } = await pledged(appealId);
    await step(id, 'delivery');
    await step(id, 'installation');
    api.clock.advance({ hours: 24 * 47 });
    await runNow(api, 'remind-givers');
    await runNow(api, 'remind-givers');
    api.clock.release();
    const [missed] = await api.kafka.awaitEmitted(UpkeepMissedSchema, id);
    expect(api.kafka.emitted(UpkeepMissedSchema, id)).toHaveLength(1);
    expect(await api.kafka.awaitEmitted(NeedAroseSchema, missed?.needId)).toMatchObject([
      { origin: { kind: 'upkeep', id }, catalogueItemCode: 'CP-013', publish: true, title: '爱心椅养护:西山公园 1号' },
    ]);
    expect(await accountsOf(appealId)).toMatchObject({ installed: 1, upkeepsMissed: 1 });
    const { items } = expectBody(await api.get('/v1/pledges', giver), 200);
    expect(items[0].nextUpkeepOn > inDays(47)).toBe(true);
  });

  it('follows what the claim service decides: in line, moved up, given back', async () => {
    const { id: appealId } = await opened();
    const [giver, next] = [aGiver(), aGiver()];
    const [first, second] = [residentsClaim(), residentsClaim()];
    await api.kafka.deliver(held(appealId, subjectOf(giver), first), waits(appealId, subjectOf(next), second));
    const made = await pledgeOf(first.claimId, giver, 'pledged');
    const waiting = await pledgeOf(second.claimId, next, 'waiting');
    expect(waiting).toMatchObject({ number: null, engraving: null });
    expect(await api.kafka.awaitEmitted(PledgeRequestedSchema, made.id)).toMatchObject(
      [first].map(({ claimId }) => ({ claimId })),
    );
    await api.kafka.awaitEmitted(PledgeWaitingSchema, waiting.id);
    expect(await accountsOf(appealId)).toMatchObject({ pledged: 1 });
    await api.kafka.deliver(
      released(appealId, subjectOf(giver), first),
      held(appealId, subjectOf(next), { ...second, place: 1, fromWaitingList: true }),
    );
    await api.kafka.awaitEmitted(PledgeWithdrawnSchema, made.id);
    expect(await pledgeOf(second.claimId, next, 'pledged')).toMatchObject({ number: 1 });
    const third = residentsClaim();
    await api.kafka.deliver(waits(appealId, subjectOf(giver), third), leaves(appealId, subjectOf(giver), third));
    await pledgeOf(third.claimId, giver, 'withdrawn');
    expect(await accountsOf(appealId)).toMatchObject({ pledged: 1 });
  });

  it('is of an appeal that is known, whatever places of needs and classes have the same id', async () => {
    const { id: appealId } = await opened();
    const giver = aGiver();
    await api.kafka.deliver(
      held(appealId, subjectOf(giver)),
      held(appealId, subjectOf(giver), { of: PlacesOf.CLASS }),
      held(uuidv7(), subjectOf(giver), residentsClaim()),
    );
    await pledged(appealId, giver);
    expect(expectBody(await api.get('/v1/pledges', giver), 200).items).toHaveLength(1);
  });

  it('stays given once it was delivered, whoever gets its number after that', async () => {
    const { id: appealId } = await opened({ wanted: 1 });
    const one = await pledged(appealId);
    expectBody(await step(one.id, 'delivery'));
    expect(await api.kafka.awaitEmitted(PledgeDeliveredSchema, one.id)).toMatchObject([{ claimId: one.claimId }]);
    await api.kafka.deliver(released(appealId, subjectOf(one.giver), { claimId: one.claimId, of: PlacesOf.APPEAL }));
    await pledged(appealId);
    await pledgeOf(one.claimId, one.giver, 'delivered');
    expect(await accountsOf(appealId)).toMatchObject({ pledged: 2, delivered: 1 });
  });

  it('is engraved with what the giver says, until it is delivered', async () => {
    const { id: appealId } = await opened();
    const one = await pledged(appealId);
    expect((await engrave(one, aGiver())).status).toBe(403);
    expect((await api.request('PUT', `/v1/pledges/${one.id}/engraving`, one.giver)).status).toBe(428);
    const engraved = expectBody(await engrave(one, one.giver, { engraving: ' 王家三代赠 ' }), 200);
    expect(engraved).toMatchObject({ engraving: '王家三代赠', state: 'pledged' });
    const [chosen] = await api.kafka.awaitEmitted(EngravingChosenSchema, one.id);
    expect(JSON.stringify(chosen, (_, value) => (typeof value === 'bigint' ? String(value) : value))).not.toContain(
      '王家',
    );
    expect((await engrave(one, one.giver)).status).toBe(412);
    const delivered = expectBody(await step(one.id, 'delivery'));
    expect(await engrave(delivered, one.giver)).toMatchObject({ status: 409, body: { code: 'pledge-wrong-state' } });
    const [row] = await api.service.app
      .get(Database, { strict: false })
      .read.query<{ engraving: string }[]>('SELECT engraving FROM pledges WHERE id = $1', [one.id]);
    expect(row?.engraving).toMatch(/^v1\./);
  });

  it.each<[string, object, string]>([
    ['too long', { engraving: '一'.repeat(21) }, 'pledge-engraving-too-long'],
    ['an advertisement', { engraving: '某某招商加盟' }, 'pledge-engraving-forbidden'],
    ['a number to call', { engraving: '138 0013 8000' }, 'pledge-engraving-forbidden'],
    ['a number in full-width digits', { engraving: '电话13800138' }, 'pledge-engraving-forbidden'],
    ['an address of the net', { engraving: 'www.example.com' }, 'pledge-engraving-forbidden'],
    ['abuse with spaces in it', { engraving: '去 死' }, 'pledge-engraving-forbidden'],
    ['names without consent', { namesConsent: false }, 'pledge-names-without-consent'],
  ])('is not engraved with what is %s', async (_, fields, code) => {
    const one = await pledged((await opened()).id as string);
    expect(await engrave(one, one.giver, fields)).toMatchObject({ status: 422, body: { code } });
    await pledgeOf(one.claimId, one.giver, 'pledged');
  });

  it('is for its giver and staff to see', async () => {
    const { id: appealId } = await opened();
    const one = await pledged(appealId);
    expectBody(await engrave(one, one.giver), 200);
    expect(expectBody(await api.get(`/v1/pledges/${one.id}`, one.giver), 200)).toMatchObject({
      engraving: '王家三代赠',
    });
    expect((await api.get(`/v1/pledges/${one.id}`, aGiver())).status).toBe(403);
    expect((await api.get(`/v1/pledges/${uuidv7()}`, one.giver)).status).toBe(404);
    expect(expectBody(await api.get('/v1/pledges', aGiver()), 200).items).toEqual([]);
    expect(expectBody(await api.get(`/v1/pledges?appealId=${appealId}`), 200).items).toHaveLength(1);
  });
});

describe('an appeal', () => {
  it('rests on what a consultation came to, or on a decision on paper, and shows everybody on which', async () => {
    const onPaper = { kind: 'written-decision', title: '居民会议纪要 2026-7', decidedOn: inDays(0) };
    for (const basis of [aBasis(), onPaper]) {
      const { id } = await opened({ basis });
      expect(expectBody(await api.get(`/v1/appeals/${id}`, aGiver()), 200).basis).toEqual({ resultId: null, ...basis });
    }
  });

  it.each<[string, object, number, string]>([
    ['a result without its id', { resultId: null }, 422, 'appeal-basis-incomplete'],
    ['a decision on paper with the id of a result', { kind: 'written-decision' }, 422, 'appeal-basis-incomplete'],
    ['a result that nobody knows', { resultId: uuidv7() }, 422, 'appeal-basis-unknown'],
    ['a round in which residents did not agree', { resultId: NOT_AGREED }, 422, 'appeal-basis-not-agreed'],
    ['a decision that is yet to be made', { decidedOn: inDays(1) }, 422, 'appeal-basis-in-the-future'],
    ['a kind that nobody knows', { kind: 'rumour' }, 422, 'invalid-input'],
  ])('does not rest on %s', async (_, fields, status, code) => {
    expect(await api.post('/v1/appeals', anAppeal({ basis: aBasis(fields) }))).toMatchObject({
      status,
      body: { code },
    });
  });

  it('is closed once, and is not seen in another community', async () => {
    const { id } = await opened();
    expectBody(await api.post(`/v1/appeals/${id}/closure`, reason));
    await api.kafka.awaitEmitted(AppealClosedSchema, id);
    expect(await api.post(`/v1/appeals/${id}/closure`, reason)).toMatchObject({
      status: 409,
      body: { code: 'appeal-wrong-state' },
    });
    expect((await api.get(`/v1/appeals/${id}`, { as: { community: 'nanmen' } })).status).toBe(404);
  });
});
