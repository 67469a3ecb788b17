import { create } from '@bufbuild/protobuf';
import {
  NeedCancelledSchema,
  NeedPublishedSchema,
  OfferAcceptedSchema,
  OfferExpiredSchema,
  OfferMadeSchema,
  OfferMatchedSchema,
  OfferSpentSchema,
  OfferUsedSchema,
  OfferWithdrawnSchema,
  PartnerThankedSchema,
  toTimestamp,
} from '@huying/contracts';
import {
  aName,
  as,
  type Body,
  eventually,
  expectBody,
  runNow,
  type TestRequest,
  TestService,
  withKey,
} from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { organizationService } from '../src/index.js';
import { accepted, aPlan, inDays, openProgramme, reason } from './examples.js';

let api: TestService;

beforeAll(async () => {
  api = await TestService.start(organizationService);
});
afterAll(() => api.stop());

/** A partner, and how it calls. */
async function joined(kind = 'listed-company'): Promise<{ id: string; own: TestRequest }> {
  const accountId = aName('partner-');
  const { id } = expectBody(await api.post('/v1/partners', { kind, name: aName('公司'), accountId }));
  return { id, own: as('partner', accountId) };
}

const anOffer = (fields: object = {}) => ({
  ...{ kind: 'goods', title: '图书', amount: 10, unit: 'piece', fromOn: inDays(0), untilOn: inDays(90) },
  ...fields,
});
const offer = async (own: TestRequest, fields: object = {}): Promise<Body> =>
  expectBody(await api.post('/v1/offers', anOffer(fields), withKey(own)));
const propose = (offerId: string, targetKind: string, targetId: string, amount: number) =>
  api.post(`/v1/offers/${offerId}/matches`, { targetKind, targetId, amount }, withKey());
const matchStep = (id: string, step: string, request: TestRequest = {}, body: object = {}) =>
  api.post(`/v1/offers/matches/${id}/${step}`, body, request);
const fileOf = async (id: string, request: TestRequest = {}): Promise<Body> =>
  expectBody(await api.get(`/v1/offers/${id}`, request), 200);

describe('an offer', () => {
  it('is matched, agreed to, given and thanked for, with a ledger of what is left', async () => {
    const { id: partnerId, own } = await joined();
    const { id: programmeId, organizationId } = await openProgramme(api, 'classes');
    const { id } = await offer(own);
    expect(await api.kafka.awaitEmitted(OfferMadeSchema, id)).toMatchObject([{ partnerId, amount: 10 }]);

    const match = expectBody(await propose(id, 'programme', programmeId, 10));
    expect(match).toMatchObject({ state: 'proposed', organizationId });
    expect(expectBody(await api.get('/v1/offers/asked?state=proposed', own), 200).items).toMatchObject([
      { id: match.id },
    ]);
    expect(expectBody(await matchStep(match.id, 'acceptance', own))).toMatchObject({ state: 'accepted' });
    expect(await fileOf(id, own)).toMatchObject({ left: 0, state: 'open' });
    expect(expectBody(await matchStep(match.id, 'use'))).toMatchObject({ state: 'used' });
    expectBody(await matchStep(match.id, 'thanks', {}, { text: '谢谢' }));
    expect(await fileOf(id, own)).toMatchObject({
      state: 'spent',
      matches: [{ state: 'thanked', thanks: '谢谢' }],
      ledger: [
        { entry: 'made', amount: 10, left: 10 },
        { entry: 'set-aside', amount: 10, left: 0, matchId: match.id },
        { entry: 'given', amount: 10, left: 0 },
      ],
    });
    for (const schema of [
      OfferMatchedSchema,
      OfferAcceptedSchema,
      OfferUsedSchema,
      PartnerThankedSchema,
      OfferSpentSchema,
    ]) {
      expect(await api.kafka.awaitEmitted(schema, id)).toHaveLength(1);
    }
  });

  it('is given once, also when two say so at once', async () => {
    const { own } = await joined();
    const { id: programmeId } = await openProgramme(api, 'classes');
    const { id } = await offer(own);
    const match = expectBody(await propose(id, 'programme', programmeId, 4));
    await matchStep(match.id, 'acceptance', own);
    const answers = await Promise.all([matchStep(match.id, 'use'), matchStep(match.id, 'use')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('offer-match-wrong-state');
    expect(await fileOf(id)).toMatchObject({ left: 6, state: 'open' });
  });

  it('never promises more than there is, however many agree at once', async () => {
    const { own } = await joined();
    const { id: programmeId } = await openProgramme(api, 'classes');
    const { id } = await offer(own);
    const matches = [];
    for (let one = 0; one < 8; one++) matches.push(expectBody(await propose(id, 'programme', programmeId, 3)));
    const answers = await Promise.all(matches.map((match) => matchStep(match.id, 'acceptance', own)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    expect(answers.filter(({ body }) => body.code === 'offer-not-enough-left')).toHaveLength(5);
    expect(await fileOf(id)).toMatchObject({ left: 1 });
    const set = answers.find(({ status }) => status === 201)?.body;
    expectBody(await matchStep(set.id, 'refusal', own, reason));
    expect(await fileOf(id)).toMatchObject({ left: 4 });
    expect(await propose(id, 'programme', programmeId, 5)).toMatchObject({
      status: 409,
      body: { code: 'offer-not-enough-left' },
    });
  });

  it('is seen by its partner and by staff, and by nobody else', async () => {
    const [one, other] = [await joined(), await joined('chamber-of-commerce')];
    const partner = async (request: TestRequest) => (await api.get(`/v1/partners/${one.id}`, request)).status;
    expect([await partner(one.own), await partner({}), await partner(other.own)]).toEqual([200, 200, 404]);
    const { id } = await offer(one.own);
    expect((await api.get(`/v1/offers/${id}`, other.own)).status).toBe(404);
    expect(expectBody(await api.get('/v1/offers', other.own), 200).items).toEqual([]);
    expect(expectBody(await api.get('/v1/partners', other.own), 200).items).toMatchObject([{ id: other.id }]);
    expect((await api.get('/v1/offers', as('resident', 'r-1'))).status).toBe(403);
    expect((await api.get('/v1/offers/matches?targetKind=need&targetId=' + uuidv7(), one.own)).status).toBe(403);
    const { id: programmeId } = await openProgramme(api, 'classes');
    const match = expectBody(await propose(id, 'programme', programmeId, 1));
    expect(await matchStep(match.id, 'acceptance', other.own)).toMatchObject({
      status: 403,
      body: { code: 'not-yours' },
    });
    expect((await api.post(`/v1/offers/${id}/withdrawal`, reason, other.own)).status).toBe(403);
    expect((await api.get(`/v1/offers/${id}`, { as: { community: 'nanmen' } })).status).toBe(404);
  });

  it('ends when it is withdrawn, when its day has passed, and with its partner', async () => {
    const { id: partnerId, own } = await joined('new-stratum');
    const [withdrawn, expiring, left] = [await offer(own), await offer(own, { untilOn: inDays(1) }), await offer(own)];
    expectBody(await api.post(`/v1/offers/${withdrawn.id}/withdrawal`, reason, own));
    const { id: programmeId } = await openProgramme(api, 'classes');
    expect(await propose(withdrawn.id, 'programme', programmeId, 1)).toMatchObject({
      body: { code: 'offer-wrong-state' },
    });
    api.clock.advance({ hours: 72 });
    expect(await propose(expiring.id, 'programme', programmeId, 1)).toMatchObject({
      status: 422,
      body: { code: 'offer-out-of-period' },
    });
    await runNow(api, 'expire-offers');
    api.clock.release();
    await api.kafka.awaitEmitted(OfferExpiredSchema, expiring.id);
    const match = expectBody(await propose(left.id, 'programme', programmeId, 1));
    await matchStep(match.id, 'acceptance', own);
    const leave = () => api.post(`/v1/partners/${partnerId}/leave`, reason);
    expect(await leave()).toMatchObject({ status: 409, body: { code: 'partner-agreed' } });
    await matchStep(match.id, 'use');
    expectBody(await leave());
    expect(await leave()).toMatchObject({ status: 409, body: { code: 'partner-wrong-state' } });
    await api.kafka.awaitEmitted(OfferWithdrawnSchema, left.id);
    expect(await api.post('/v1/offers', anOffer(), withKey(own))).toMatchObject({
      status: 422,
      body: { code: 'partner-unknown' },
    });
  });

  it.each<[string, object]>([
    ['ends before it begins', { fromOn: inDays(5), untilOn: inDays(4) }],
    ['is over', { fromOn: inDays(-5), untilOn: inDays(-1) }],
  ])('whose period %s is refused', async (_, fields) => {
    const { own } = await joined();
    expect(await api.post('/v1/offers', anOffer(fields), withKey(own))).toMatchObject({
      status: 422,
      body: { code: 'offer-period-upside-down' },
    });
  });

  it('of one account is one partner’s', async () => {
    const accountId = aName('partner-');
    const join = () => api.post('/v1/partners', { kind: 'new-stratum', name: '某人', accountId });
    expectBody(await join());
    expect(await join()).toMatchObject({ status: 409, body: { code: 'partner-account-taken' } });
  });
});

describe('matching', () => {
  it('ranks offers for a milestone with the reasons', async () => {
    const { own } = await joined();
    const room = await offer(own, { kind: 'room', unit: 'hour', title: '会议室', meantFor: ['room'] });
    await offer(own, { meantFor: ['SG'] });
    const { id } = await accepted(api);
    const { milestones } = expectBody(
      await api.post(`/v1/organizations/${id}/incubation`, { ...reason, milestones: aPlan(inDays(60)) }),
    );
    const target = milestones.find(({ kind }: { kind: string }) => kind === 'room').id as string;
    const query = `targetKind=milestone&targetId=${target}&amount=4`;
    const { items } = expectBody(await api.get(`/v1/offers/matches?${query}`), 200);
    expect(items[0]).toMatchObject({
      offer: { id: room.id },
      reasons: ['meant-for', 'suits-kind', 'whole-period', 'enough'],
      points: 80,
    });
    expectBody(await propose(room.id, 'milestone', target, 4));
  });

  it('ranks offers for a programme by its kind', async () => {
    const { own } = await joined();
    const books = await offer(own, { meantFor: ['classes'], conditions: '请在九月前使用' });
    const { id: targetId } = await openProgramme(api, 'classes');
    const query = `targetKind=programme&targetId=${targetId}&amount=5`;
    const { items } = expectBody(await api.get(`/v1/offers/matches?${query}`), 200);
    const found = (items as Body[]).find((one) => one.offer.id === books.id);
    expect(found).toMatchObject({
      offer: { conditions: '请在九月前使用' },
      reasons: ['meant-for', 'suits-kind', 'enough'],
    });
    const { id: campaign } = await openProgramme(api, 'campaign');
    const others = expectBody(await api.get(`/v1/offers/matches?targetKind=programme&targetId=${campaign}`), 200).items;
    expect((others as Body[]).map((one) => one.offer.id)).not.toContain(books.id);
  });

  it('knows the needs that are published, until they are over', async () => {
    const { own } = await joined();
    const teaching = await offer(own, { kind: 'skill', unit: 'hour', skills: ['computers'], meantFor: ['SG'] });
    const needId = uuidv7();
    const now = Temporal.Now.instant();
    const times = { startsAt: toTimestamp(now.add({ hours: 48 })), endsAt: toTimestamp(now.add({ hours: 50 })) };
    await api.kafka.deliver(
      create(NeedPublishedSchema, {
        ...{ needId, communityId: 'xishan', publication: 1, catalogueItemCode: 'SG-020', title: '手机教学', places: 1 },
        ...{ ...times, requirements: { skills: ['computers'] } },
      }),
    );
    const ranked = () => api.get(`/v1/offers/matches?targetKind=need&targetId=${needId}`);
    await eventually(async () => {
      expect(expectBody(await ranked(), 200).items[0]).toMatchObject({
        offer: { id: teaching.id },
        reasons: expect.arrayContaining(['skills']),
      });
    });
    await api.kafka.deliver(
      create(NeedCancelledSchema, { needId, communityId: 'xishan', reason: '取消', cancelledAt: toTimestamp(now) }),
    );
    await eventually(async () => {
      expect(await ranked()).toMatchObject({ status: 422, body: { code: 'offer-unknown-target' } });
    });
  });
});
