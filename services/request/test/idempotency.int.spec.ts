import { randomUUID } from 'node:crypto';
import { CallReceivedSchema, NeedRaisedSchema } from '@huying/contracts';
import { ForgetIdempotencyKeys } from '@huying/http';
import { eventually, TestService, type TestAnswer, type TestRequest } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { requestService } from '../src/index.js';
import { aCall, aNeed, asResident, raised } from './examples.js';

let api: TestService;

beforeAll(async () => {
  api = await TestService.start(requestService);
});
afterAll(() => api.stop());

const query = <Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> =>
  api.service.database.dataSource.query(sql, parameters);
const send = (key: string, body: object, request: TestRequest = {}): Promise<TestAnswer> =>
  api.post('/v1/calls', body, { ...request, headers: { 'idempotency-key': key } });
const callsSaying = async (text: string): Promise<number> => {
  const { body } = await api.get('/v1/calls?limit=100');
  return (body.items as { text: string }[]).filter((call) => call.text === text).length;
};
const once = () => `只此一次 ${randomUUID()}`;
const stateOf = async (key: string) =>
  (
    await query<{ status: number | null; body: string | null }>(
      'SELECT status, body FROM idempotency_keys WHERE key = $1',
      [key],
    )
  )[0];

describe('a request that is repeated with its key', () => {
  it('gets the same answer and has no second effect', async () => {
    const [key, text] = [randomUUID(), once()];
    const first = await send(key, aCall({ text }));
    const again = await send(key, aCall({ text }));
    expect([first.status, first.headers.get('idempotency-replayed')]).toEqual([201, null]);
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
    expect(await callsSaying(text)).toBe(1);
    expect(await api.kafka.awaitEmitted(CallReceivedSchema, first.body.id as string)).toHaveLength(1);
  });

  it('gets the answer of then, also when things have changed', async () => {
    const needId = await raised(api);
    const cancel = () =>
      api.post(`/v1/needs/${needId}/cancellation`, { reason: 'x' }, { headers: { 'idempotency-key': 'c-1' } });
    const first = await cancel();
    expect(first).toMatchObject({ status: 201, body: { state: 'cancelled' } });
    expect(await cancel()).toMatchObject({ status: 201, body: first.body });
    expect(await api.post(`/v1/needs/${needId}/cancellation`, { reason: 'x' })).toMatchObject({ status: 409 });
  });

  it('with another body is another wish under a used key', async () => {
    const [key, text] = [randomUUID(), once()];
    await send(key, aCall({ text }));
    expect(await send(key, aCall({ text: `${text}!` }))).toMatchObject({
      status: 422,
      body: { code: 'idempotency-key-reused' },
    });
    expect(await callsSaying(`${text}!`)).toBe(0);
  });

  it('is judged anew if it was refused: a refusal changes nothing', async () => {
    const needId = await raised(api);
    const complete = () =>
      api.post(`/v1/needs/${needId}/completion`, { reason: 'x' }, { headers: { 'idempotency-key': 'done-1' } });
    expect(await complete()).toMatchObject({ status: 409, body: { code: 'need-wrong-state' } });
    expect(await stateOf('done-1')).toBeUndefined();
    await api.post(`/v1/needs/${needId}/publication`, {});
    api.clock.advance({ hours: 25 });
    expect(await complete()).toMatchObject({ status: 201, body: { state: 'completed' } });
    api.clock.release();
  });

  it('at the same moment many times has exactly one effect; the others hear the answer or that it is in flight', async () => {
    const [key, text] = [randomUUID(), once()];
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(key, aCall({ text }))));
    const fresh = answers.filter(({ status, headers }) => status === 201 && !headers.has('idempotency-replayed'));
    const rest = answers.filter((answer) => !fresh.includes(answer));
    expect(fresh).toHaveLength(1);
    for (const answer of rest) {
      if (answer.status === 201) expect(answer.body).toEqual(fresh[0]?.body);
      else {
        expect(answer).toMatchObject({ status: 409, body: { code: 'idempotency-key-in-flight' } });
        expect(answer.headers.get('retry-after')).toBe('1');
      }
    }
    expect(await callsSaying(text)).toBe(1);
  });

  it('with other bodies at the same moment carries out one of them', async () => {
    const key = randomUUID();
    const texts = Array.from({ length: 10 }, once);
    const answers = await Promise.all(texts.map((text) => send(key, aCall({ text }))));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    const others = answers.filter(({ status }) => status !== 201).map(({ body }) => body.code as string);
    expect(new Set([...others, 'idempotency-key-reused'])).toEqual(new Set(['idempotency-key-reused']));
    const effects = await Promise.all(texts.map(callsSaying));
    expect(effects.reduce((sum, one) => sum + one, 0)).toBe(1);
  });
});

describe('a key', () => {
  it.each([
    ['empty', ''],
    ['too long', 'x'.repeat(256)],
    ['with a space', 'a b'],
    ['not ASCII', encodeURIComponent('键').replace(/%/g, '') + '\u00e9'],
  ])('that is %s is malformed', async (_, key) => {
    expect(await send(key, aCall())).toMatchObject({ status: 400, body: { code: 'idempotency-key-malformed' } });
  });

  it('of 255 visible characters is fine', async () => {
    expect((await send('~'.repeat(255), aCall())).status).toBe(201);
  });

  it('is the client’s own: another person, app or community may use the same', async () => {
    const [key, text] = [randomUUID(), once()];
    const body = aCall({ text, channel: 'app' });
    const wishes: TestRequest[] = [
      asResident('r-1'),
      asResident('r-2'),
      { as: { role: 'resident', subject: 'r-1', community: 'dongshan' } },
      { as: { role: 'resident', subject: 'r-1', claims: { client_id: 'another-app' } } },
    ];
    const answers = await Promise.all(wishes.map((wish) => send(key, body, wish)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(new Set(answers.map((answer) => answer.body.id as string)).size).toBe(4);
  });

  it('cannot be made another client’s by clever names', async () => {
    const key = randomUUID();
    const as = (client: string, subject: string) =>
      ({ as: { role: 'resident', subject, claims: { client_id: client } } }) as const;
    const answers = [
      await send(key, aCall({ channel: 'app' }), as('a:xishan', 'b')),
      await send(key, aCall({ channel: 'app' }), as('a', 'xishan:b')),
    ];
    expect(answers[0]?.body.id).not.toBe(answers[1]?.body.id);
  });

  it('is the route’s own: the same may be used elsewhere', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const call = await api.post('/v1/calls', aCall(), { headers });
    const need = await api.post('/v1/needs', aNeed(), { headers });
    expect([call.status, need.status]).toEqual([201, 201]);
    expect(await api.kafka.awaitEmitted(NeedRaisedSchema, need.body.id as string)).toHaveLength(1);
  });

  it('means nothing to GET', async () => {
    const answer = await api.get('/v1/needs', { headers: { 'idempotency-key': 'a b' } });
    expect(answer.status).toBe(200);
  });
});

describe('the answer that is kept', () => {
  it('is encrypted, for it may hold names and telephones', async () => {
    const key = randomUUID();
    await send(key, aCall({ callerPhone: '13800138000' }));
    const kept = await stateOf(key);
    expect(kept).toMatchObject({ status: 201, body: expect.stringMatching(/^v1\.aesgcm256\./) as unknown });
  });

  it('is committed with the effect: if it cannot be kept, there is no effect', async () => {
    const [key, text] = [randomUUID(), once()];
    await query(`CREATE FUNCTION refuse() RETURNS trigger AS 'BEGIN RAISE EXCEPTION ''no''; END' LANGUAGE plpgsql`);
    await query('CREATE TRIGGER refuse BEFORE UPDATE ON idempotency_keys FOR EACH ROW EXECUTE FUNCTION refuse()');
    expect(await send(key, aCall({ text }))).toMatchObject({ status: 500, body: { code: 'internal-error' } });
    await query('DROP TRIGGER refuse ON idempotency_keys');
    expect(await callsSaying(text)).toBe(0);
    expect(await stateOf(key)).toBeUndefined();
    expect((await send(key, aCall({ text }))).status).toBe(201);
    expect(await callsSaying(text)).toBe(1);
  });

  it('is forgotten after a day, and no earlier', async () => {
    const [key, text] = [randomUUID(), once()];
    await send(key, aCall({ text }));
    await query(`UPDATE idempotency_keys SET started_at = now() - interval '23 hours 59 minutes' WHERE key = $1`, [
      key,
    ]);
    expect((await send(key, aCall({ text }))).headers.get('idempotency-replayed')).toBe('true');
    await query(`UPDATE idempotency_keys SET started_at = now() - interval '24 hours 1 minute' WHERE key = $1`, [key]);
    expect((await send(key, aCall({ text: `${text}!` }))).status).toBe(201);
  });

  it('is removed when its day is over, in-flight ones too', async () => {
    const [old, begun, young] = [randomUUID(), randomUUID(), randomUUID()];
    for (const key of [old, begun, young]) await send(key, aCall());
    await query(`UPDATE idempotency_keys SET started_at = now() - interval '25 hours' WHERE key IN ($1, $2)`, [
      old,
      begun,
    ]);
    await query('UPDATE idempotency_keys SET status = NULL, body = NULL WHERE key = $1', [begun]);
    await api.service.app.get(ForgetIdempotencyKeys).run();
    expect(await Promise.all([old, begun, young].map(stateOf))).toMatchObject([undefined, undefined, { status: 201 }]);
  });
});

describe('a request whose process died', () => {
  /** As the process leaves it that died after it had begun: without an answer. */
  const abandoned = async (key: string, body: object, secondsAgo: number) => {
    await send(key, body);
    await query(
      `UPDATE idempotency_keys SET status = NULL, body = NULL, started_at = now() - make_interval(secs => $2) WHERE key = $1`,
      [key, secondsAgo],
    );
  };

  it('is in flight for a minute, for it may yet be answered', async () => {
    const key = randomUUID();
    await abandoned(key, aCall(), 50);
    expect(await send(key, aCall())).toMatchObject({ status: 409, body: { code: 'idempotency-key-in-flight' } });
  });

  it('is begun anew after that by one of those who repeat it', async () => {
    const [key, text] = [randomUUID(), once()];
    await abandoned(key, aCall({ text }), 61);
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(key, aCall({ text }))));
    expect(
      answers.filter(({ status, headers }) => status === 201 && !headers.has('idempotency-replayed')),
    ).toHaveLength(1);
    expect(await callsSaying(text)).toBe(2); // the one of the dead process, whose answer this test took away, and one more
  });

  it('is not begun anew for another body', async () => {
    const key = randomUUID();
    await abandoned(key, aCall(), 61);
    expect(await send(key, aCall({ text: once() }))).toMatchObject({
      status: 422,
      body: { code: 'idempotency-key-reused' },
    });
  });

  it('has no effect if it was only slow and comes to its end beside the next try', async () => {
    const needId = await raised(api);
    const key = randomUUID();
    const cancel = () =>
      api.post(`/v1/needs/${needId}/cancellation`, { reason: 'x' }, { headers: { 'idempotency-key': key } });
    const runner = api.service.database.dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query('SELECT 1 FROM needs WHERE id = $1 FOR UPDATE', [needId]);
    const slow = cancel(); // waits for the row
    await waitingForALock();
    await query(`UPDATE idempotency_keys SET started_at = now() - interval '2 minutes' WHERE key = $1`, [key]);
    const next = cancel();
    await waitingForALock(2);
    await runner.commitTransaction();
    await runner.release();
    const answers = await Promise.all([slow, next]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const { body } = await api.get(`/v1/needs/${needId}/history`);
    expect(body.items.filter(({ to }: { to: string }) => to === 'cancelled')).toHaveLength(1);
    expect((await stateOf(key))?.status).toBe(201);
  });

  async function waitingForALock(count = 1): Promise<void> {
    await eventually(async () => {
      const [row] = await query<{ waiting: number }>(
        `SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      expect(row?.waiting).toBeGreaterThanOrEqual(count);
    });
  }
});
