import {
  CallErasedSchema,
  VolunteerPersonErasedSchema,
  ClaimPersonErasedSchema,
  MediationPersonErasedSchema,
} from '@huying/contracts';
import { create } from '@bufbuild/protobuf';
import { Retention } from '@huying/http';
import { eventually, TestService } from '@huying/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { requestService } from '../src/index.js';
import { aCall, aNeed } from './examples.js';

let api: TestService;

beforeAll(async () => {
  api = await TestService.start(requestService, { RETENTION_DAYS: '{"request.calls": 90, "claim.sightings": 30}' });
});
afterEach(() => api.clock.release());
afterAll(() => api.stop());

const run = () => api.service.app.get(Retention).run();
const caller = { callerName: '王大爷', callerPhone: '13800138000' };
async function called(fields: object = caller): Promise<string> {
  return (await api.post('/v1/calls', aCall(fields))).body.id as string;
}
async function neededBy(callId: string): Promise<string> {
  return (await api.post('/v1/needs', aNeed({ callId }))).body.id as string;
}
const cancel = (need: string) => api.post(`/v1/needs/${need}/cancellation`, { reason: '王大爷住院了' });
const read = async (path: string) => (await api.get(`/v1/${path}`)).body as Record<string, unknown>;
const reportOf = async (rule: string) => {
  const { items } = (await read('retention/request')) as { items: Record<string, unknown>[] };
  return items.find((one) => one.rule === rule);
};

describe('what a call tells', () => {
  it('is kept for its days, then blanked, and the call still counts', async () => {
    const id = await called();
    const before = await read(`calls/${id}`);
    api.clock.advance({ hours: 89 * 24 });
    await run();
    expect(await read(`calls/${id}`)).toEqual(before);
    expect(await reportOf('calls')).toMatchObject({
      ...{ days: 90, end: 'blank', erased: 0 },
      latest: { rows: 0, failure: null, oldestLeft: before.receivedAt },
    });
    api.clock.advance({ hours: 24 });
    await run();
    expect(await read(`calls/${id}`)).toMatchObject({
      ...{ id, text: '', callerName: null, callerPhone: null, channel: 'hotline', acceptedCode: 'LC-001' },
      version: (before.version as number) + 1,
    });
    expect(await reportOf('calls')).toMatchObject({ erased: 1, latest: { rows: 1, oldestLeft: null } });
    await run();
    expect(await reportOf('calls')).toMatchObject({ erased: 1, latest: { rows: 0 } });
  });

  it('is kept as long as its need is open, with the details of the need, and from its end on for its days', async () => {
    const id = await called();
    const need = await neededBy(id);
    api.clock.advance({ hours: 1_000 * 24 });
    await run();
    expect(await read(`calls/${id}`)).toMatchObject({ callerName: '王大爷' });
    expect(await read(`needs/${need}`)).toMatchObject({ privateDetails: '3幢2单元501' });
    await cancel(need);
    api.clock.advance({ hours: 91 * 24 });
    await run();
    expect(await read(`calls/${id}`)).toMatchObject({ callerName: null });
    expect(await read(`needs/${need}`)).toMatchObject({ privateDetails: '3幢2单元501' });
    api.clock.advance({ hours: 90 * 24 });
    await run();
    expect(await read(`needs/${need}`)).toMatchObject({ state: 'cancelled', privateDetails: null });
    expect(JSON.stringify(await read(`needs/${need}/history`))).not.toContain('王大爷');
  });

  it('goes in portions, all of them', async () => {
    const { dataSource } = api.service.database;
    await dataSource.query(
      `INSERT INTO need_readings (id, need_id, read_by, read_as, read_at)
       SELECT gen_random_uuid(), $1, 'v-1', 'holder', now() FROM generate_series(1, 2500)`,
      [await neededBy(await called())],
    );
    api.clock.advance({ hours: 1_096 * 24 });
    await run();
    expect(await reportOf('need-readings')).toMatchObject({ latest: { rows: 2_500 } });
  });

  it('of which a rule fails is reported, and the other rules go on', async () => {
    const { dataSource } = api.service.database;
    await dataSource.query('ALTER TABLE calls RENAME COLUMN erased_at TO gone');
    const need = await neededBy(await called());
    await cancel(need);
    api.clock.advance({ hours: 181 * 24 });
    await run();
    await dataSource.query('ALTER TABLE calls RENAME COLUMN gone TO erased_at');
    expect(await reportOf('calls')).toMatchObject({ latest: { failure: '42703' } });
    expect(await read(`needs/${need}`)).toMatchObject({ privateDetails: null });
    const figures = await api.service.metrics.metrics();
    expect(figures).toMatch(/huying_retention_succeeded_timestamp_seconds\{rule="calls"[^}]*\} \d/);
  });
});

describe('a caller who is erased', () => {
  it('by a call: all calls of the same telephone go, and the report waits for every service', async () => {
    const phone = { callerName: '李', callerPhone: '13800138111' };
    const [first, second] = [await called(phone), await called(phone)];
    const other = await called();
    expect((await api.post('/v1/callers/erasure', { reason: 'unlawful' })).body.code).toBe('caller-not-named');
    const answer = await api.post('/v1/callers/erasure', { reason: 'unlawful', callId: first });
    expect(answer).toMatchObject({ status: 201, body: { state: 'under-way', subject: 'caller', reason: 'unlawful' } });
    const erasureId = answer.body.id as string;
    for (const id of [first, second]) {
      expect(await read(`calls/${id}`)).toMatchObject({ text: '', callerName: null });
      await expect(api.kafka.awaitEmitted(CallErasedSchema, id)).resolves.toMatchObject([{ erasureId }]);
    }
    expect(await read(`calls/${other}`)).toMatchObject({ callerName: '王大爷' });
    const answers = [first, second].flatMap((callId) =>
      [VolunteerPersonErasedSchema, ClaimPersonErasedSchema, MediationPersonErasedSchema].map((schema) =>
        create(schema, {
          erasureId,
          callId,
          communityId: 'xishan',
          parts: [{ rule: 'heard-calls', rows: 1 }],
          erasedAt: { seconds: 1n },
        }),
      ),
    );
    await api.kafka.deliver(...answers.slice(1));
    const awaited = () => read(`callers/erasures/${erasureId}`);
    await eventually(async () =>
      expect((await awaited()).services).toMatchObject([
        { state: 'erased' },
        { state: 'awaited' },
        { state: 'erased' },
        { state: 'erased' },
      ]),
    );
    expect(await awaited()).toMatchObject({ state: 'under-way', completedAt: null });
    await api.kafka.deliver(...answers.slice(0, 1));
    await eventually(async () => expect(await awaited()).toMatchObject({ state: 'complete' }));
    expect(await awaited()).toMatchObject({
      services: [{ removed: [{ rule: 'calls', rows: 2 }] }, {}, {}, { removed: [{ rule: 'heard-calls', rows: 2 }] }],
    });
    expect((await api.get(`/v1/callers/erasures/${erasureId}`, { as: { community: 'nanmen' } })).status).toBe(404);
  });
});
