import {
  FindingAnsweredSchema,
  FindingClosedSchema,
  FindingEscalatedSchema,
  FindingRaisedSchema,
  FindingRectifiedSchema,
  FindingReopenedSchema,
} from '@huying/contracts';
import { Database } from '@huying/database';
import { aName, as, type Body, expectBody, runNow, subjectOf, type TestRequest, TestService } from '@huying/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { deliberationService } from '../src/index.js';
import {
  aResident,
  asking,
  complete,
  expectRefused,
  inDays,
  raise,
  raised,
  recheck,
  rectify,
  watched,
  writtenOut,
} from './supervision.examples.js';
import { uploaded } from './attachments.examples.js';

let api: TestService;

beforeAll(async () => {
  api = await TestService.start(deliberationService);
});
afterEach(() => api.clock.release());
afterAll(() => api.stop());

describe('a finding', () => {
  it('is answered, rectified, checked by others and reopened until it is gone', async () => {
    const { work, contractor, team } = await watched(api);
    const [one, two, three] = team;
    const photoIds = [(await uploaded(api, one)).id];
    const { id, dueOn } = await raised(api, one, work.id, { photoIds });
    expect(dueOn).toBe(inDays(7));
    expect(await api.kafka.awaitEmitted(FindingRaisedSchema, id)).toMatchObject([
      { workId: work.id, stage: 1, severity: 'serious', building: '3幢', photos: 1, raisedBy: subjectOf(one) },
    ]);
    expectBody(await api.post(`/v1/findings/${id}/answer`, { text: '明天返工' }, contractor));
    expectBody(await rectify(api, contractor, id));
    expect(expectBody(await recheck(api, two, id, { passed: false, dueOn: inDays(3) }))).toMatchObject({
      ...{ state: 'reopened', dueOn: inDays(3), reopenedTimes: 1 },
    });
    expectBody(await rectify(api, contractor, id));
    expectBody(await recheck(api, three, id, { passed: false }));
    expectBody(await rectify(api, contractor, id));
    expect(expectBody(await recheck(api, two, id))).toMatchObject({ state: 'closed', reopenedTimes: 2 });
    // What comes back is opened again.
    expect(expectBody(await recheck(api, two, id, { passed: false }))).toMatchObject({
      state: 'reopened',
      reopenedTimes: 3,
    });
    expectBody(await rectify(api, contractor, id));
    expectBody(await recheck(api, three, id));

    expect(await api.kafka.awaitEmitted(FindingClosedSchema, id, 2)).toMatchObject([
      { reopenedTimes: 2, closedBy: subjectOf(two) },
      { reopenedTimes: 3, closedBy: subjectOf(three) },
    ]);
    expect(await api.kafka.awaitEmitted(FindingReopenedSchema, id, 3)).toMatchObject([
      { times: 1 },
      { times: 2 },
      { times: 3 },
    ]);
    expect(await api.kafka.awaitEmitted(FindingRectifiedSchema, id, 4)).toHaveLength(4);
    expect(await api.kafka.awaitEmitted(FindingAnsweredSchema, id)).toHaveLength(1);
    const { notes } = expectBody(await api.get(`/v1/findings/${id}`, aResident()), 200);
    expect(notes.map(({ kind }: Body) => kind)).toEqual([
      ...['raised', 'answered', 'rectified', 'reopened', 'rectified', 'reopened', 'rectified', 'closed'],
      ...['reopened', 'rectified', 'closed'],
    ]);
    expect(notes[0]).toMatchObject({ text: '台阶高低不平', photoIds, writtenBy: subjectOf(one) });
  });

  it('keeps what was said encrypted, and out of events', async () => {
    const { work, team } = await watched(api);
    const { id } = await raised(api, team[0], work.id, { text: '王家门口的台阶' });
    const [event] = await api.kafka.awaitEmitted(FindingRaisedSchema, id);
    expect(writtenOut(event)).not.toContain('王家');
    const [row] = await api.service.app
      .get(Database, { strict: false })
      .read.query<{ text: string }[]>('SELECT text FROM finding_notes WHERE finding_id = $1', [id]);
    expect(row?.text).toMatch(/^v1\./);
  });

  it('is checked by nobody who raised it, reopened it last, or said that it is rectified', async () => {
    const { work, contractor, team } = await watched(api);
    const [one, two, three] = team;
    const { id } = await raised(api, one, work.id);
    expectBody(await rectify(api, contractor, id));
    const check = (by: TestRequest, fields: object = {}) => asking(by, (request) => recheck(api, request, id, fields));
    await expectRefused(check(one), 403, 'finding-own-finding');
    expectBody(await recheck(api, two, id, { passed: false }));
    expectBody(await rectify(api, contractor, id));
    await expectRefused(check(two), 403, 'finding-own-finding');
    await expectRefused(check(one, { passed: false }), 403, 'finding-own-finding');
    await expectRefused(check(aResident()), 403, 'finding-not-in-the-team');
    expect((await recheck(api, contractor, id)).status).toBe(403);
    expectBody(await recheck(api, three, id, { passed: false }));
    const enters = as('staff', subjectOf(two));
    expectBody(await rectify(api, enters, id));
    await expectRefused(check(two), 403, 'finding-own-finding');
  });

  it('is answered for by its contractor, or by staff for them, and by nobody else', async () => {
    const { work, team } = await watched(api);
    const { id } = await raised(api, team[0], work.id);
    const stranger = as('contractor', aName('contractor-'));
    await expectRefused(
      asking(stranger, (request) => rectify(api, request, id)),
      403,
      'finding-not-the-contractor',
    );
    const answer = (request: TestRequest) => api.post(`/v1/findings/${id}/answer`, { text: '返工' }, request);
    await expectRefused(asking(stranger, answer), 403, 'finding-not-the-contractor');
    expect((await rectify(api, team[1], id)).status).toBe(403);
    expectBody(await answer({}));
    await expectRefused(answer, 409, 'finding-wrong-state');
    expectBody(await rectify(api, {}, id));
    await expectRefused((more) => rectify(api, more, id), 409, 'finding-wrong-state');
    expectBody(await recheck(api, team[1], id));
    await expectRefused(
      asking(team[2], (request) => recheck(api, request, id)),
      409,
      'finding-wrong-state',
    );
  });

  it.each<[string, object, string]>([
    ['for a stage that the works do not have', { stage: 3 }, 'finding-no-such-stage'],
    ['with more time than its severity allows', { severity: 'dangerous', dueOn: inDays(2) }, 'finding-due-not-in-time'],
    ['to be rectified before today', { dueOn: inDays(-1) }, 'finding-due-not-in-time'],
    ['without words', { text: ' ' }, 'invalid-input'],
    ['with a severity that nobody knows', { severity: 'awful' }, 'invalid-input'],
    ['with ten photos', { photoIds: Array.from({ length: 10 }, () => uuidv7()) }, 'invalid-input'],
  ])('is not raised %s', async (_, fields, code) => {
    const { work, team } = await watched(api);
    await expectRefused(
      asking(team[0], (request) => raise(api, request, work.id, fields)),
      422,
      code,
    );
  });

  it('is not raised by strangers to the team, nor twice by a repeat, nor without a key', async () => {
    const { work, team } = await watched(api);
    await expectRefused(
      asking(aResident(), (request) => raise(api, request, work.id)),
      403,
      'finding-not-in-the-team',
    );
    expect((await raise(api, {}, work.id)).status).toBe(403);
    const wish = { workId: work.id, stage: 1, severity: 'minor', text: '漏水' };
    expect(await api.post('/v1/findings', wish, team[0])).toMatchObject({ body: { code: 'idempotency-key-required' } });
    const repeated = { ...team[0], headers: { 'idempotency-key': uuidv7() } };
    const [first, again] = [
      await api.post('/v1/findings', wish, repeated),
      await api.post('/v1/findings', wish, repeated),
    ];
    expect(expectBody(again).id).toBe(expectBody(first).id);
    expect(expectBody(await api.get(`/v1/works/${work.id}`), 200).findings.all).toBe(1);
  });

  it('is neither raised nor opened again when the works are done, but what is still open goes on', async () => {
    const { work, contractor, team } = await watched(api);
    const [closed, open] = [
      await raised(api, team[0], work.id),
      await raised(api, team[0], work.id, { severity: 'minor' }),
    ];
    expectBody(await rectify(api, contractor, closed.id));
    expectBody(await recheck(api, team[1], closed.id));
    expectBody(await complete(api, work.id));
    await expectRefused(
      asking(team[0], (request) => raise(api, request, work.id)),
      409,
      'finding-works-over',
    );
    const again = (request: TestRequest) => recheck(api, request, closed.id, { passed: false });
    await expectRefused(asking(team[2], again), 409, 'finding-works-over');
    expectBody(await rectify(api, contractor, open.id));
    expectBody(await recheck(api, team[1], open.id, { passed: false }));
    const dated = (request: TestRequest) => recheck(api, request, open.id, { dueOn: inDays(1) });
    await expectRefused(asking(team[2], dated), 422, 'finding-due-only-with-reopening');
    const later = (request: TestRequest) => recheck(api, request, open.id, { passed: false, dueOn: inDays(99) });
    await expectRefused(asking(team[2], later), 422, 'finding-due-not-in-time');
  });

  it('goes to staff once for each day that has passed, and not while it waits for a look', async () => {
    const { work, contractor, team } = await watched(api);
    const { id } = await raised(api, team[0], work.id, { severity: 'dangerous' });
    api.clock.advance({ hours: 24 });
    await runNow(api, 'escalate-findings');
    api.clock.advance({ hours: 24 });
    await runNow(api, 'escalate-findings');
    await runNow(api, 'escalate-findings');
    expect(await api.kafka.awaitEmitted(FindingEscalatedSchema, id)).toMatchObject([
      { severity: 'dangerous', contractor: '海宁某某建设有限公司', dueOn: inDays(1) },
    ]);
    const overdue = async (): Promise<string[]> =>
      expectBody(await api.get(`/v1/findings?workId=${work.id}&overdue=true`), 200).items.map((one: Body) => one.id);
    expect(await overdue()).toEqual([id]);
    expectBody(await rectify(api, contractor, id));
    expect(await overdue()).toEqual([]);
    expectBody(await recheck(api, team[1], id, { passed: false }));
    api.clock.advance({ hours: 48 });
    await runNow(api, 'escalate-findings');
    expect(await api.kafka.awaitEmitted(FindingEscalatedSchema, id, 2)).toMatchObject([
      { dueOn: inDays(1) },
      { dueOn: inDays(3) },
    ]);
  });

  it('counts for its contractor and its stage', async () => {
    const contractor = aName('建设公司');
    const { work, team, ...rest } = await watched(api, { contractor });
    api.clock.set(`${inDays(0)}T02:00:00Z`);
    const closed = [
      await raised(api, team[0], work.id),
      await raised(api, team[0], work.id),
      await raised(api, team[0], work.id),
    ];
    await raised(api, team[0], work.id, { stage: 2, severity: 'minor' });
    const late = await raised(api, team[0], work.id, { severity: 'dangerous' });
    for (const [days, { id }] of closed.entries()) {
      expectBody(await rectify(api, rest.contractor, id));
      expectBody(await recheck(api, team[1], id, { passed: days > 0 }));
      if (days === 0) expectBody(await rectify(api, rest.contractor, id));
      if (days === 0) expectBody(await recheck(api, team[2], id));
      api.clock.advance({ hours: 24 });
    }
    const path = `/v1/findings/statistics?contractor=${encodeURIComponent(contractor)}`;
    const { items } = expectBody(await api.get(path, aResident()), 200);
    const figures = new Map(items.map((one: Body) => [one.stage, one]));
    expect(figures).toEqual(
      new Map([
        ['土建', { contractor, stage: '土建', raised: 4, open: 1, reopened: 1, overdue: 1, medianDaysToRectify: 1 }],
        [
          '外立面',
          { contractor, stage: '外立面', raised: 1, open: 1, reopened: 0, overdue: 0, medianDaysToRectify: null },
        ],
      ]),
    );
    const { items: found } = expectBody(
      await api.get(`/v1/findings?workId=${work.id}&severity=dangerous&state=open`),
      200,
    );
    expect(found).toMatchObject([{ id: late.id, overdue: true }]);
  });
});
