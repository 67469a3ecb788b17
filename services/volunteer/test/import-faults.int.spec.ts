import { eventually, TestService } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { volunteerService } from '../src/index.js';

let service: TestService;
const sql = <Row>(query: string, parameters: unknown[] = []) =>
  service.service.database.dataSource.query<Row[]>(query, parameters);

beforeAll(async () => {
  service = await TestService.start(volunteerService, { LOG_LEVEL: 'silent' });
});

afterAll(() => service.stop());

const line = (index: number) =>
  JSON.stringify({
    id: `x-${index}`,
    name: `志愿者${index}`,
    phone: `+8613${500_000_000 + index}`,
    birthDate: '1980-06-01',
  });
const lines = (count: number, from = 0) => Array.from({ length: count }, (_, index) => `${line(from + index)}\n`);

async function send(body: string): Promise<{ status?: string; code?: string; summary?: object; complete?: boolean }[]> {
  const headers = { 'content-type': 'application/x-ndjson' };
  const { text } = await service.post('/v1/volunteers/import', body, { headers });
  return text
    .trim()
    .split('\n')
    .map((one) => JSON.parse(one) as object);
}

const registered = async (from: number, count: number): Promise<number> => {
  const ids = Array.from({ length: count }, (_, index) => `x-${from + index}`);
  const [row] = await sql<{ count: number }>('SELECT count(*)::int AS count FROM volunteers WHERE id = ANY($1)', [ids]);
  return row?.count ?? 0;
};

describe('an import', () => {
  it('says in its last line that the database was lost, and goes on when it is repeated', async () => {
    const locker = service.service.database.dataSource.createQueryRunner();
    await locker.startTransaction();
    await locker.query('LOCK TABLE volunteers IN EXCLUSIVE MODE');
    const sending = send(lines(600).join(''));
    await eventually(async () => {
      const killed = await sql(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      expect(killed).toHaveLength(1);
    });
    expect((await sending).at(-1)).toMatchObject({
      summary: { lines: 0 },
      complete: false,
      code: 'service-unavailable',
    });
    await locker.rollbackTransaction();
    await locker.release();
    expect((await send(lines(600).join(''))).at(-1)).toMatchObject({ summary: { registered: 600 }, complete: true });
  });

  it('refuses only the line that fails for a reason nobody foresaw', async () => {
    await sql(`CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF NEW.id = 'x-1003' THEN RAISE EXCEPTION 'no'; END IF; RETURN NEW; END $$`);
    await sql('CREATE TRIGGER fail BEFORE INSERT ON volunteers FOR EACH ROW EXECUTE FUNCTION fail()');
    const report = await send(lines(10, 1_000).join(''));
    expect(report.map(({ status }) => status)).toEqual([
      ...Array<string>(3).fill('registered'),
      'refused',
      ...Array<string>(6).fill('registered'),
      undefined,
    ]);
    expect(report[3]).toMatchObject({ line: 4, code: 'internal-error' });
    await sql('DROP TRIGGER fail ON volunteers');
  });

  it('keeps what was stored when the one who imports goes away in the middle', async () => {
    const going = new AbortController();
    const all = lines(700, 2_000);
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(Buffer.from(all.join(''))), // and never closes
    });
    const response = await fetch(`${service.url}/v1/volunteers/import`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await service.issuer.token()}`, 'content-type': 'application/x-ndjson' },
      body,
      duplex: 'half',
      signal: going.signal,
    });
    const first = await response.body?.getReader().read();
    expect(Buffer.from(first?.value ?? []).toString()).toMatch(/"status":"registered"/);
    going.abort();
    await expect(registered(2_000, 700)).resolves.toBe(500);
    expect((await send(all.join(''))).at(-1)).toMatchObject({
      summary: { registered: 200, unchanged: 500 },
      complete: true,
    });
  });
});
