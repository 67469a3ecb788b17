import {
  AppealClosedSchema,
  AppealOpenedSchema,
  NeedAroseSchema,
  PledgeDeliveredSchema,
  PledgeFulfilledSchema,
  PledgeMadeSchema,
  PledgeRequestedSchema,
  PledgeRetiredSchema,
  PledgeWithdrawnSchema,
  UpkeepDoneSchema,
  UpkeepDueSchema,
  UpkeepMissedSchema,
} from '@huying/contracts';
import { eventually, TestService, type TestRequest } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { organizationService } from '../src/index.js';
import { held, released } from './classes.examples.js';
import { aName, as, at, expectBody, inDays, reason, runNow, withKey, type Body } from './examples.js';

let api: TestService;

beforeAll(async () => {
  api = await TestService.start(organizationService);
}, 60_000);
afterAll(() => api.stop());

const anAppeal = (fields: object = {}) => ({
  ...{ title: '西山公园爱心椅', thing: '爱心椅', wanted: 10, place: '西山公园', upkeepMonths: 6 },
  ...{ basis: '睦邻协商 2026 年第 3 轮', opensAt: at(inDays(-1), '09:00'), ...fields },
});
const opened = async (fields: object = {}): Promise<Body> =>
  expectBody(await api.post('/v1/appeals', anAppeal(fields)));
const pledge = (appealId: string, giver: TestRequest, fields: object = {}) =>
  api.post(
    `/v1/appeals/${appealId}/pledges`,
    { engraving: '王家三代赠', namesConsent: true, ...fields },
    withKey(giver),
  );
const aGiver = (): TestRequest => as('resident', aName('giver-'));
const stateOf = async (id: string, giver: TestRequest): Promise<string> => {
  const { items } = expectBody(await api.get('/v1/pledges', giver), 200) as { items: Body[] };
  return items.find((one) => one.id === id)?.state as string;
};
const step = (id: string, what: string, request: TestRequest = {}, body: object = {}) =>
  api.post(`/v1/pledges/${id}/${what}`, body, request);
const accountsOf = async (id: string): Promise<Body> =>
  expectBody(await api.get(`/v1/appeals/${id}`, aGiver()), 200).accounts;

/** A pledge whose giver is decided. */
async function pledged(appealId: string): Promise<{ id: string; giver: TestRequest }> {
  const giver = aGiver();
  const { id } = expectBody(await pledge(appealId, giver), 202);
  await api.kafka.deliver(held(appealId, id));
  await eventually(async () => expect(await stateOf(id, giver)).toBe('pledged'));
  return { id, giver };
}

describe('a pledge', () => {
  it('goes from the word to the upkeep, with accounts that everybody sees', async () => {
    const { id: appealId } = await opened();
    expect(await api.kafka.awaitEmitted(AppealOpenedSchema, appealId)).toMatchObject([
      { wanted: 10, basis: '睦邻协商 2026 年第 3 轮' },
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

  it('can be taken back until it is delivered, by its giver, or with its place', async () => {
    const { id: appealId } = await opened();
    const [one, other] = [await pledged(appealId), await pledged((await opened()).id as string)];
    expect((await step(one.id, 'withdrawal', aGiver(), reason)).status).toBe(403);
    expectBody(await step(one.id, 'withdrawal', one.giver, reason));
    const { items } = expectBody(await api.get('/v1/pledges', other.giver), 200);
    await api.kafka.deliver(released(items[0].appealId as string, other.id));
    await api.kafka.awaitEmitted(PledgeWithdrawnSchema, other.id);
    expect(await accountsOf(appealId)).toMatchObject({ pledged: 0 });
  });

  it.each<[string, object, string]>([
    ['too long', { engraving: '一'.repeat(21) }, 'pledge-engraving-too-long'],
    ['an advertisement', { engraving: '某某招商加盟' }, 'pledge-engraving-forbidden'],
    ['a number to call', { engraving: '138 0013 8000' }, 'pledge-engraving-forbidden'],
    ['a number in full-width digits', { engraving: '电话13800138' }, 'pledge-engraving-forbidden'],
    ['an address of the net', { engraving: 'www.example.com' }, 'pledge-engraving-forbidden'],
    ['abuse with spaces in it', { engraving: '去 死' }, 'pledge-engraving-forbidden'],
    ['names without consent', { namesConsent: false }, 'pledge-names-without-consent'],
  ])('is refused when what is to be engraved is %s', async (_, fields, code) => {
    const { id } = await opened();
    expect(await pledge(id, aGiver(), fields)).toMatchObject({ status: 422, body: { code } });
  });

  it('is taken while the appeal is open, and not before', async () => {
    const { id } = await opened({ opensAt: at(inDays(2), '09:00') });
    expect(await pledge(id, aGiver())).toMatchObject({ status: 409, body: { code: 'appeal-not-open-yet' } });
    expectBody(await api.post(`/v1/appeals/${id}/closure`, reason));
    await api.kafka.awaitEmitted(AppealClosedSchema, id);
    expect(await pledge(id, aGiver())).toMatchObject({ status: 409, body: { code: 'appeal-wrong-state' } });
    expect((await api.get(`/v1/appeals/${id}`, { as: { community: 'nanmen' } })).status).toBe(404);
  });

  it('keeps what is engraved to its giver and staff', async () => {
    const { id } = await opened();
    const { giver } = await pledged(id);
    expect(expectBody(await api.get('/v1/pledges', giver), 200).items).toMatchObject([{ engraving: '王家三代赠' }]);
    expect(expectBody(await api.get('/v1/pledges', aGiver()), 200).items).toEqual([]);
  });
});
