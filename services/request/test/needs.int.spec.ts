import {
  FeedbackGivenSchema,
  NeedCancelledSchema,
  NeedClosedSchema,
  NeedCompletedSchema,
  NeedExpiredSchema,
  NeedFilledSchema,
  NeedPublishedSchema,
  NeedRaisedSchema,
  NeedReopenedSchema,
  NeedServiceStartedSchema,
  NeedUnfilledSchema,
  toInstant,
} from '@huying/contracts';
import { eventually, TestService, type TestAnswer } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { requestService } from '../src/index.js';
import { ExpireNeeds } from '../src/needs/expire-needs/expire-needs.js';
import {
  aCall,
  aNeed,
  asResident,
  asVolunteer,
  checkedIn,
  completed,
  held,
  inHours,
  pathOf,
  published,
  raised,
  released,
  violations,
} from './examples.js';

let api: TestService;

beforeAll(async () => {
  api = await TestService.start(requestService);
});
afterAll(() => api.stop());

const need = async (id: string) => (await api.get(`/v1/needs/${id}`)).body as Record<string, unknown>;
const awaitNeed = (id: string, expected: object) =>
  eventually(async () => expect(await need(id)).toMatchObject(expected));
const reason = { reason: '天气原因,改期举行' };
const codes = (answers: readonly TestAnswer[]) =>
  answers.map(({ status, body }) => (status < 300 ? status : (body.code as string))).sort();

describe('a need', () => {
  it('is filled with its last place, open again when one is given back, and closed by the caller’s word', async () => {
    const needId = await published(api);
    const first = uuidv7();
    await api.kafka.deliver(
      held({ needId, volunteerId: 'v-1', claimId: first }),
      held({ needId, volunteerId: 'v-2', place: 2 }),
    );
    await awaitNeed(needId, { state: 'filled', board: { held: 2 } });
    await api.kafka.deliver(released({ needId, volunteerId: 'v-1', claimId: first }));
    await awaitNeed(needId, { state: 'published', board: { held: 1 } });
    api.clock.advance({ hours: 25 });
    const answer = await api.post(`/v1/needs/${needId}/completion`, reason);
    expect(answer).toMatchObject({ status: 201, body: { state: 'completed' } });
    const rated = await api.post(`/v1/needs/${needId}/feedback`, { rating: 5, text: '谢谢' });
    expect(rated).toMatchObject({ status: 201, body: { state: 'closed', rating: 5 } });
    api.clock.release();
    expect(await pathOf(api, needId)).toEqual(['draft', 'published', 'filled', 'published', 'completed', 'closed']);
    for (const schema of [
      NeedRaisedSchema,
      NeedPublishedSchema,
      NeedFilledSchema,
      NeedUnfilledSchema,
      NeedCompletedSchema,
      FeedbackGivenSchema,
      NeedClosedSchema,
    ]) {
      expect(await api.kafka.awaitEmitted(schema, needId)).toHaveLength(1);
    }
  });

  it('tells on its topic who changed it and why as its history does, also when nobody at a desk did', async () => {
    const needId = await published(api, { places: 1 });
    const claim = { needId, volunteerId: 'v-1', claimId: uuidv7() };
    const [service, volunteer] = ['claim-service', 'v-1'];
    await api.kafka.deliver(held(claim));
    await awaitNeed(needId, { state: 'filled' });
    await api.kafka.deliver(released(claim));
    await awaitNeed(needId, { state: 'published' });
    await api.kafka.deliver(checkedIn(claim));
    await awaitNeed(needId, { state: 'in-service' });
    const told = async (
      schema: typeof NeedFilledSchema | typeof NeedUnfilledSchema | typeof NeedServiceStartedSchema,
    ) => (await api.kafka.awaitEmitted(schema, needId))[0];
    expect(await told(NeedFilledSchema)).toMatchObject({ filledBy: service, reason: '1 held' });
    expect(await told(NeedUnfilledSchema)).toMatchObject({ unfilledBy: service, reason: '0 held' });
    expect(await told(NeedServiceStartedSchema)).toMatchObject({ startedBy: volunteer, reason: 'checked-in' });
    const { body } = await api.get(`/v1/needs/${needId}/history`);
    expect(body.items.slice(2)).toMatchObject([
      { to: 'filled', by: service, reason: '1 held' },
      { to: 'published', by: service, reason: '0 held' },
      { to: 'in-service', by: volunteer, reason: 'checked-in' },
    ]);
  });

  it('is in service from the first check-in on, whoever comes later', async () => {
    const needId = await published(api, { places: 3 });
    const claims = [uuidv7(), uuidv7()] as const;
    await api.kafka.deliver(
      held({ needId, volunteerId: 'v-1', claimId: claims[0] }),
      held({ needId, volunteerId: 'v-2', claimId: claims[1], place: 2 }),
    );
    await awaitNeed(needId, { board: { held: 2 } });
    await api.kafka.deliver(
      checkedIn({ needId, volunteerId: 'v-1', claimId: claims[0] }),
      checkedIn({ needId, volunteerId: 'v-2', claimId: claims[1] }),
    );
    await awaitNeed(needId, { state: 'in-service', board: { held: 2, attended: 2 } });
    expect(await api.kafka.awaitEmitted(NeedServiceStartedSchema, needId)).toHaveLength(1);
    expect(await api.post(`/v1/needs/${needId}/cancellation`, reason)).toMatchObject({
      body: { code: 'need-wrong-state' },
    });
    expect(await api.post(`/v1/needs/${needId}/completion`, reason)).toMatchObject({ status: 201 });
  });

  it('tells who changed it and why, every time', async () => {
    const needId = await raised(api);
    await api.post(`/v1/needs/${needId}/cancellation`, reason, { as: { subject: 'staff-7' } });
    const { body } = await api.get(`/v1/needs/${needId}/history`);
    expect(body.items).toMatchObject([
      { to: 'draft', by: 'staff-1', reason: '' },
      {
        from: 'draft',
        to: 'cancelled',
        by: 'staff-7',
        reason: '天气原因,改期举行',
        at: expect.stringMatching(/Z$/) as unknown,
      },
    ]);
    const [told] = await api.kafka.awaitEmitted(NeedCancelledSchema, needId);
    expect(told).toMatchObject({ cancelledBy: 'staff-7', reason: '天气原因,改期举行' });
  });

  it('shows private details to staff and to holders of a place only, and only as long as they hold it', async () => {
    const needId = await published(api);
    const claimId = uuidv7();
    const seenBy = async (subject: string) =>
      (await api.get(`/v1/needs/${needId}`, asVolunteer(subject))).body.privateDetails as unknown;
    await api.kafka.deliver(held({ needId, volunteerId: 'v-holder', claimId }));
    await eventually(async () => expect(await seenBy('v-holder')).toBe('3幢2单元501'));
    expect(await seenBy('v-other')).toBeNull();
    expect((await need(needId)).privateDetails).toBe('3幢2单元501');
    await api.kafka.deliver(released({ needId, volunteerId: 'v-holder', claimId }));
    await eventually(async () => expect(await seenBy('v-holder')).toBeNull());
    const [row] = await api.service.database.dataSource.query<Record<string, string>[]>(
      'SELECT * FROM needs WHERE id = $1',
      [needId],
    );
    for (const column of ['private_details', 'person_in_charge']) expect(row?.[column]).toMatch(/^v1\.aesgcm256\./);
  });

  it('is reopened as a draft with a new time, and lives on', async () => {
    const needId = await completed(api);
    await api.post(`/v1/needs/${needId}/feedback`, { rating: 1, text: '没有修好' });
    const times = { startsAt: inHours(72), endsAt: inHours(73) };
    const reopened = await api.post(`/v1/needs/${needId}/reopening`, { ...reason, ...times });
    expect(reopened).toMatchObject({
      status: 201,
      body: { ...times, state: 'draft', rating: null, opensAt: null, closesAt: null },
    });
    const again = await api.post(`/v1/needs/${needId}/publication`, {});
    expect(again).toMatchObject({ status: 201, body: { state: 'published', publication: 2 } });
    expect(await api.kafka.awaitEmitted(NeedReopenedSchema, needId)).toHaveLength(1);
    expect(
      (await api.kafka.awaitEmitted(NeedPublishedSchema, needId, 2)).map(({ publication }) => publication),
    ).toEqual([1, 2]);
  });

  it('knows its groups and claiming times from its publication', async () => {
    const [groupId, opensAt, closesAt] = [uuidv7(), inHours(2), inHours(25)];
    const needId = await raised(api);
    const { body } = await api.post(`/v1/needs/${needId}/publication`, {
      groupIds: [groupId],
      opensAt,
      closesAt,
      waitingList: false,
    });
    expect(body).toMatchObject({ groupIds: [groupId], opensAt, closesAt, waitingList: false });
    expect(await need(needId)).toMatchObject({ groupIds: [groupId], opensAt, closesAt, waitingList: false });
    const [told] = await api.kafka.awaitEmitted(NeedPublishedSchema, needId);
    expect(toInstant(told?.opensAt).toString({ smallestUnit: 'millisecond' })).toBe(opensAt);
  });
});

describe('changes at the same moment', () => {
  it('two publications: one is made, the other finds no draft', async () => {
    const needId = await raised(api);
    const publish = () => api.post(`/v1/needs/${needId}/publication`, {});
    expect(codes(await Promise.all([publish(), publish()]))).toEqual([201, 'need-not-a-draft']);
    expect(await api.kafka.awaitEmitted(NeedPublishedSchema, needId)).toHaveLength(1);
    expect(await pathOf(api, needId)).toEqual(['draft', 'published']);
  });

  it('a publication and a cancellation: the need went one way, whichever, without a gap', async () => {
    for (let n = 0; n < 5; n++) {
      const needId = await raised(api);
      const answers = await Promise.all([
        api.post(`/v1/needs/${needId}/publication`, {}),
        api.post(`/v1/needs/${needId}/cancellation`, reason),
      ]);
      expect([
        [201, 201],
        [201, 'need-not-a-draft'],
      ]).toContainEqual(codes(answers));
      const { body } = await api.get(`/v1/needs/${needId}/history`);
      const items = body.items as { from: string; to: string }[];
      expect(items.slice(1).map(({ from }) => from)).toEqual(items.slice(0, -1).map(({ to }) => to));
      expect(items.at(-1)?.to).toBe('cancelled');
    }
  });

  it('are told in the order in which they were made, though a clock was behind', async () => {
    const needId = await published(api);
    api.clock.advance({ seconds: -1 });
    await api.post(`/v1/needs/${needId}/cancellation`, reason);
    expect(await pathOf(api, needId)).toEqual(['draft', 'published', 'cancelled']);
    api.clock.advance({ seconds: 1 });
  });

  it('ten completions, closures and words of the caller: each once', async () => {
    const needId = await published(api);
    api.clock.advance({ hours: 25 });
    const all = (what: string, body: object) =>
      Promise.all(Array.from({ length: 10 }, () => api.post(`/v1/needs/${needId}/${what}`, body)));
    const others = (code: string) => Array.from({ length: 9 }, () => code);
    expect(codes(await all('completion', reason))).toEqual([201, ...others('need-wrong-state')]);
    expect(codes(await all('closure', reason))).toEqual([201, ...others('need-wrong-state')]);
    expect(codes(await all('feedback', { rating: 5 }))).toEqual([201, ...others('need-rated-already')]);
    api.clock.release();
    expect(await pathOf(api, needId)).toEqual(['draft', 'published', 'completed', 'closed']);
  });

  it('places held and given back while staff cancel: the board follows and the need stays cancelled', async () => {
    const needId = await published(api, { places: 1 });
    const claimId = uuidv7();
    const [answer] = await Promise.all([
      api.post(`/v1/needs/${needId}/cancellation`, reason),
      api.kafka.deliver(held({ needId, volunteerId: 'v-1', claimId })),
    ]);
    expect(answer.status).toBe(201);
    await awaitNeed(needId, { state: 'cancelled', board: { held: 1 } });
    await api.kafka.deliver(released({ needId, volunteerId: 'v-1', claimId }));
    await awaitNeed(needId, { state: 'cancelled', board: { held: 0 } });
  });
});

describe('the word of the caller', () => {
  const ofCaller = async (subject: string) => {
    const call = await api.post('/v1/calls', aCall({ callerId: subject }));
    return completed(api, { callId: call.body.id });
  };

  it('is given by the resident who called, once, and closes the need', async () => {
    const needId = await ofCaller('r-1');
    const answer = await api.post(
      `/v1/needs/${needId}/feedback`,
      { rating: 4, text: '来得很快 👍' },
      asResident('r-1'),
    );
    expect(answer).toMatchObject({ status: 201, body: { state: 'closed', rating: 4, privateDetails: null } });
    const again = await api.post(`/v1/needs/${needId}/feedback`, { rating: 1 }, asResident('r-1'));
    expect(again).toMatchObject({ status: 409, body: { code: 'need-rated-already' } });
    const [told] = await api.kafka.awaitEmitted(FeedbackGivenSchema, needId);
    expect(told).toMatchObject({ rating: 4, text: '来得很快 👍', givenBy: 'r-1' });
    const [row] = await api.service.database.dataSource.query<Record<string, string>[]>(
      'SELECT feedback_text FROM needs WHERE id = $1',
      [needId],
    );
    expect(row?.feedback_text).toMatch(/^v1\.aesgcm256\./);
  });

  it('is not given by another resident, nor by a volunteer', async () => {
    const needId = await ofCaller('r-2');
    const rate = (request: object) => api.post(`/v1/needs/${needId}/feedback`, { rating: 5 }, request);
    expect(await rate(asResident('r-3'))).toMatchObject({ status: 403, body: { code: 'not-yours' } });
    expect(await rate(asVolunteer('r-2'))).toMatchObject({ status: 403, body: { code: 'permission-missing' } });
    expect(await need(needId)).toMatchObject({ state: 'completed', rating: null });
  });

  it('is taken down by staff who asked, also when the need was closed before', async () => {
    const needId = await completed(api);
    await api.post(`/v1/needs/${needId}/closure`, reason);
    const answer = await api.post(`/v1/needs/${needId}/feedback`, { rating: 3, text: null });
    expect(answer).toMatchObject({ status: 201, body: { state: 'closed', rating: 3 } });
    expect(await api.kafka.awaitEmitted(NeedClosedSchema, needId)).toHaveLength(1);
  });

  it.each([0, 6, 1.5, '5', null, -1])('is not %j of five', async (rating) => {
    const answer = await api.post(`/v1/needs/${await raised(api)}/feedback`, { rating });
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid-input' } });
    expect(violations(answer).every((one) => one.startsWith('/rating '))).toBe(true);
  });
});

describe('needs whose time went by', () => {
  const expireNeeds = () => api.service.app.get(ExpireNeeds).run();

  it('expire if nobody holds a place, drafts too; a held one is left to staff', async () => {
    const [draft, open, kept, later] = [
      await raised(api),
      await published(api),
      await published(api),
      await published(api, { endsAt: inHours(40) }),
    ];
    await api.kafka.deliver(held({ needId: kept, volunteerId: 'v-1' }));
    await awaitNeed(kept, { board: { held: 1 } });
    await expireNeeds();
    expect(await need(open)).toMatchObject({ state: 'published' });
    api.clock.advance({ hours: 27 });
    await expireNeeds();
    await expireNeeds();
    api.clock.release();
    const states = await Promise.all([draft, open, kept, later].map(async (id) => (await need(id)).state));
    expect(states).toEqual(['expired', 'expired', 'published', 'published']);
    const { body } = await api.get(`/v1/needs/${open}/history`);
    expect(body.items.at(-1)).toMatchObject({
      from: 'published',
      to: 'expired',
      by: 'timetable',
      reason: 'time-is-over',
    });
    expect(await api.kafka.awaitEmitted(NeedExpiredSchema, open)).toMatchObject([
      { expiredBy: 'timetable', reason: 'time-is-over' },
    ]);
  });

  it('expire although one among them cannot be read', async () => {
    const [broken, sound] = [await raised(api, { endsAt: inHours(25) }), await raised(api)];
    const spoil = (value: string) =>
      api.service.database.dataSource.query('UPDATE needs SET person_in_charge = $2 WHERE id = $1', [broken, value]);
    await spoil('not encrypted');
    api.clock.advance({ hours: 27 });
    await expireNeeds();
    api.clock.release();
    expect(await need(sound)).toMatchObject({ state: 'expired' });
    await api.service.database.dataSource.query('DELETE FROM need_history WHERE need_id = $1', [broken]);
    await api.service.database.dataSource.query('DELETE FROM needs WHERE id = $1', [broken]);
  });

  it('expire at the same moment in two processes only once', async () => {
    const needId = await raised(api);
    api.clock.advance({ hours: 27 });
    await Promise.all([expireNeeds(), expireNeeds(), expireNeeds()]);
    api.clock.release();
    expect(await pathOf(api, needId)).toEqual(['draft', 'expired']);
  });

  it('can be raised again by reopening', async () => {
    const needId = await raised(api);
    api.clock.advance({ hours: 27 });
    await expireNeeds();
    api.clock.release();
    const wish = { ...reason, startsAt: inHours(2), endsAt: inHours(3) };
    expect(await api.post(`/v1/needs/${needId}/reopening`, wish)).toMatchObject({
      status: 201,
      body: { state: 'draft' },
    });
  });
});

describe('a need that is raised', () => {
  it('is due when its catalogue item says, from now on if nobody called', async () => {
    const item = await api.get('/v1/catalogue/items/LC-001');
    const { body } = await api.post('/v1/needs', aNeed());
    const due = Date.parse(body.raisedAt as string) + (item.body.usualResponseMinutes as number) * 60_000;
    expect(Date.parse(body.dueAt as string)).toBe(due);
  });

  it('has from 1 to 5,000 places', async () => {
    const places = async (count: number) => (await api.post('/v1/needs', aNeed({ places: count }))).status;
    expect(await Promise.all([1, 5_000, 5_001, 0].map(places))).toEqual([201, 201, 422, 422]);
  });

  it('is about an item of the catalogue, and from a call of the community', async () => {
    expect(await api.post('/v1/needs', aNeed({ catalogueItemCode: 'LC-999' }))).toMatchObject({
      status: 422,
      body: { code: 'need-unknown-item' },
    });
    expect(await api.post('/v1/needs', aNeed({ callId: uuidv7() }))).toMatchObject({
      status: 422,
      body: { code: 'need-unknown-call' },
    });
  });
});
