import {
  CallClassifiedSchema,
  CallJoinedToNeedSchema,
  CallReceivedSchema,
  Channel,
  NeedPublishedSchema,
  toInstant,
} from '@huying/contracts';
import { TestService } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { requestService } from '../src/index.js';
import { aCall, aNeed, asResident } from './examples.js';

let api: TestService;

beforeAll(async () => {
  api = await TestService.start(requestService);
});
afterAll(() => api.stop());

describe('a call', () => {
  it('is classified, becomes a need, and leaves its events', async () => {
    const call = await api.post(
      '/v1/calls',
      aCall({ callerName: '王大爷', callerPhone: '13800138000', callerId: 'r-1' }),
    );
    expect(call).toMatchObject({
      status: 201,
      body: {
        channel: 'hotline',
        callerName: '王大爷',
        callerPhone: '+8613800138000',
        acceptedCode: 'LC-001',
        needId: null,
      },
    });
    const need = await api.post('/v1/needs', aNeed({ callId: call.body.id }));
    expect(need).toMatchObject({ status: 201, body: { callId: call.body.id } });
    expect((await api.get(`/v1/calls/${call.body.id}`)).body).toMatchObject({ needId: need.body.id });
    const [[received], [classified], [joined]] = await Promise.all([
      api.kafka.awaitEmitted(CallReceivedSchema, call.body.id as string),
      api.kafka.awaitEmitted(CallClassifiedSchema, call.body.id as string),
      api.kafka.awaitEmitted(CallJoinedToNeedSchema, call.body.id as string),
    ]);
    expect(received).toMatchObject({ channel: Channel.HOTLINE, callerId: 'r-1', communityId: 'xishan' });
    expect(classified).toMatchObject({ acceptedCode: 'LC-001' });
    expect(joined).toMatchObject({ needId: need.body.id });
    expect(
      JSON.stringify([received, classified, joined], (_, value: unknown) => (typeof value === 'bigint' ? '' : value)),
    ).not.toMatch(/王大爷|1380013/);
  });

  it('sets the due time of its need from the moment it came in', async () => {
    api.clock.advance({ hours: -5 });
    const call = await api.post('/v1/calls', aCall());
    api.clock.release();
    const need = await api.post('/v1/needs', aNeed({ callId: call.body.id }));
    const item = await api.get('/v1/catalogue/items/LC-001');
    const due = Date.parse(call.body.receivedAt as string) + (item.body.usualResponseMinutes as number) * 60_000;
    expect(Date.parse(need.body.dueAt as string)).toBe(due);
  });

  it('keeps who called encrypted', async () => {
    const { body } = await api.post('/v1/calls', aCall({ callerName: '钱塘江', callerPhone: '13900001111' }));
    const [row] = await api.service.database.dataSource.query<Record<string, string>[]>(
      'SELECT * FROM calls WHERE id = $1',
      [body.id],
    );
    for (const column of ['text', 'caller_name', 'caller_phone']) expect(row?.[column]).toMatch(/^v1\.aesgcm256\./);
    expect(JSON.stringify(row)).not.toMatch(/钱塘江|1390000|电饭煲/);
  });

  it.each(['hotline', 'walk-in', 'grid-worker', 'app', 'partner'])(
    'is taken by staff on the channel %s',
    async (channel) => {
      const call = await api.post('/v1/calls', aCall({ channel }));
      expect(call).toMatchObject({ status: 201, body: { channel } });
      const [received] = await api.kafka.awaitEmitted(CallReceivedSchema, call.body.id as string);
      expect(Channel[received?.channel ?? 0]).toBe(channel.toUpperCase().replace('-', '_'));
    },
  );

  it.each(['hotline', 'walk-in', 'grid-worker', 'partner'])(
    'is not made by a resident on the channel %s',
    async (channel) => {
      const answer = await api.post('/v1/calls', aCall({ channel }), asResident());
      expect(answer).toMatchObject({ status: 422, body: { code: 'call-channel-not-yours' } });
      expect(answer.body.detail).toContain(channel);
    },
  );

  it('is the resident’s own when made in the app', async () => {
    const call = await api.post('/v1/calls', aCall({ channel: 'app' }), asResident('r-7'));
    const [received] = await api.kafka.awaitEmitted(CallReceivedSchema, call.body.id as string);
    expect(received?.callerId).toBe('r-7');
  });

  it.each(['radio', '', null, 'HOTLINE'])('does not come on the channel %j', async (channel) => {
    expect(await api.post('/v1/calls', aCall({ channel }))).toMatchObject({
      status: 422,
      body: { code: 'invalid-input' },
    });
  });
});

describe('what a call is about', () => {
  it.each(['嗯', '你好', '...', '😀', 'asdf qwer'])('stays open for %j, of which nobody can be sure', async (text) => {
    const { body } = await api.post('/v1/calls', aCall({ text }));
    expect(body).toMatchObject({ acceptedCode: null });
    expect(body.candidates.length).toBeLessThanOrEqual(5);
    const [told] = await api.kafka.awaitEmitted(CallClassifiedSchema, body.id as string);
    expect(told?.acceptedCode).toBe('');
  });

  it('is ranked, the likeliest first, with a confidence between 0 and 1', async () => {
    const { body } = await api.post('/v1/calls', aCall({ text: '楼道灯坏了,电梯也停了,小区停车位不够' }));
    const confidences = (body.candidates as { confidence: number }[]).map(({ confidence }) => confidence);
    expect(confidences.length).toBeGreaterThan(1);
    expect(confidences).toEqual([...confidences].sort((a, b) => b - a));
    expect(confidences.every((one) => one > 0 && one <= 1)).toBe(true);
  });

  it('is chosen by staff where nobody was sure, and stays with what they chose', async () => {
    const { body: call } = await api.post('/v1/calls', aCall({ text: '嗯' }));
    const chosen = await api.post(`/v1/calls/${call.id}/classification`, { catalogueItemCode: 'GS-001' });
    expect(chosen).toMatchObject({
      status: 201,
      body: { acceptedCode: 'GS-001', version: (call.version as number) + 1 },
    });
    const unclassified = await api.get('/v1/calls?limit=100&unclassified=true');
    expect((unclassified.body.items as { id: string }[]).map(({ id }) => id)).not.toContain(call.id);
    const told = await api.kafka.awaitEmitted(CallClassifiedSchema, call.id as string, 2);
    expect(told.map(({ acceptedCode }) => acceptedCode)).toEqual(['', 'GS-001']);
    expect(toInstant(told[1]?.classifiedAt).epochMilliseconds).toBeGreaterThan(0);
  });

  it('is none that the catalogue does not have', async () => {
    const { body: call } = await api.post('/v1/calls', aCall());
    const path = `/v1/calls/${call.id}/classification`;
    expect(await api.post(path, { catalogueItemCode: 'LC-999' })).toMatchObject({
      status: 422,
      body: { code: 'call-unknown-item' },
    });
    expect(await api.post(path, { catalogueItemCode: '家电' })).toMatchObject({
      status: 422,
      body: { code: 'invalid-input' },
    });
    expect((await api.get(`/v1/calls/${call.id}`)).body.acceptedCode).toBe('LC-001');
  });

  it('is chosen by several at once without anybody’s word being lost unseen', async () => {
    const { body: call } = await api.post('/v1/calls', aCall());
    const codes = ['GS-001', 'GS-002', 'GS-003', 'GS-004'];
    const answers = await Promise.all(
      codes.map((catalogueItemCode) => api.post(`/v1/calls/${call.id}/classification`, { catalogueItemCode })),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    const told = await api.kafka.awaitEmitted(CallClassifiedSchema, call.id as string, 5);
    expect(
      told
        .slice(1)
        .map(({ acceptedCode }) => acceptedCode)
        .sort(),
    ).toEqual(codes);
    expect((await api.get(`/v1/calls/${call.id}`)).body.acceptedCode).toBe(told.at(-1)?.acceptedCode);
  });
});

describe('a need from a call', () => {
  const ofCall = (callId: string) => api.post('/v1/needs', aNeed({ callId }));
  const aCallId = async () => (await api.post('/v1/calls', aCall())).body.id as string;

  it('is its one need: a second desk is told which it is', async () => {
    const callId = await aCallId();
    const first = await ofCall(callId);
    const second = await ofCall(callId);
    expect(second).toMatchObject({ status: 409, body: { code: 'need-call-has-need' } });
    expect(second.body.detail).toContain(first.body.id);
    expect((await api.get(`/v1/calls/${callId}`)).body).toMatchObject({ needId: first.body.id });
  });

  it('is one also when five desks raise it at once, and that is told once', async () => {
    const callId = await aCallId();
    const answers = await Promise.all(Array.from({ length: 5 }, () => ofCall(callId)));
    const refused = answers.filter(({ status }) => status !== 201).map(({ body }) => body.code as string);
    expect(refused).toEqual(Array<string>(4).fill('need-call-has-need'));
    const needId = answers.find(({ status }) => status === 201)?.body.id as string;
    expect((await api.get(`/v1/calls/${callId}`)).body).toMatchObject({ needId });
    await api.post(`/v1/needs/${needId}/publication`, {});
    await api.kafka.awaitEmitted(NeedPublishedSchema, needId);
    expect(await api.kafka.awaitEmitted(CallJoinedToNeedSchema, callId)).toMatchObject([{ needId }]);
  });
});
