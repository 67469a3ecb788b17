import { readConfiguration } from '@huying/http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { GroupJoinedSchema, VolunteerRegisteredSchema } from '@huying/contracts';
import { TestService } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { importFile } from '../src/cli/import-file.js';
import { volunteerService } from '../src/index.js';
import type { LineReport } from '../src/volunteers/import-volunteers/report.js';

let service: TestService;

beforeAll(async () => {
  service = await TestService.start(volunteerService);
});

afterAll(() => service.stop());

interface Report {
  line?: number;
  status?: string;
  id?: string;
  code?: string;
  errors?: { pointer: string }[];
  summary?: Record<string, number>;
  complete?: boolean;
}

const reportOf = (text: string): Report[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Report);

async function send(lines: readonly string[], community = 'xishan'): Promise<Report[]> {
  const answer = await service.post('/v1/volunteers/import', lines.join('\n'), {
    as: { community },
    headers: { 'content-type': 'application/x-ndjson' },
  });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('application/x-ndjson');
  return reportOf(answer.text);
}

const phone = (index: number) => `+8613${String(500_000_000 + index)}`;
const line = (index: number, over: object = {}) =>
  JSON.stringify({ id: `i-${index}`, name: `志愿者${index}`, phone: phone(index), birthDate: '1980-06-01', ...over });

describe('importing volunteers', () => {
  it('registers every good line and says of every bad one what is wrong, in the order of the lines', async () => {
    const group = await service.post('/v1/groups', { name: '导入组' });
    const report = await send([
      line(1, { skills: ['cooking'], groupIds: [group.body.id], partyMember: true }),
      'not json',
      '',
      line(2, { phone: '1', birthDate: '1980-13-01', unknown: true }),
      line(3, { birthDate: '2021-01-01' }),
      line(4, { groupIds: ['019a0000-0000-7000-8000-000000000000'] }),
      '[1]',
      `{"name":"${'长'.repeat(6_000)}"}`,
      line(1),
      line(5, { name: '𠮷野家 😀' }),
    ]);
    expect(report).toMatchObject([
      { line: 1, status: 'registered', id: 'i-1' },
      { line: 2, status: 'refused', code: 'import-line-malformed' },
      { line: 4, status: 'refused', code: 'invalid-input' },
      { line: 5, status: 'refused', code: 'volunteer-too-young' },
      { line: 6, status: 'refused', code: 'volunteer-unknown-group' },
      { line: 7, status: 'refused', code: 'import-line-malformed' },
      { line: 8, status: 'refused', code: 'import-line-too-long' },
      { line: 9, status: 'unchanged', id: 'i-1' },
      { line: 10, status: 'registered', id: 'i-5' },
      { summary: { lines: 9, registered: 2, unchanged: 1, refused: 6 }, complete: true },
    ]);
    expect(report[2]?.errors?.map(({ pointer }) => pointer).sort()).toEqual(['/birthDate', '/phone', '/unknown']);
    await service.kafka.awaitEmitted(VolunteerRegisteredSchema, 'i-5');
    await expect(service.kafka.awaitEmitted(GroupJoinedSchema, group.body.id)).resolves.toMatchObject([
      { volunteerId: 'i-1' },
    ]);
    const stored = await service.get('/v1/volunteers/i-1');
    expect(stored.body).toMatchObject({
      name: '志愿者1',
      partyMember: true,
      skills: ['cooking'],
      groupIds: [group.body.id],
    });
  });

  it('knows those without an id again by telephone and name, and leaves what they have told since', async () => {
    const withoutId = (index: number, name: string) =>
      JSON.stringify({ name, phone: phone(index), birthDate: '1975-01-01' });
    const lines = [
      withoutId(100, '吴大妈'),
      withoutId(101, '郑大爷'),
      withoutId(100, '吴 大妈'),
      withoutId(101, '郑奶奶'),
    ];
    const first = await send(lines);
    expect(first.map(({ status, code }) => code ?? status)).toEqual([
      'registered',
      'registered',
      'unchanged',
      'volunteer-phone-taken',
      undefined,
    ]);
    await service.request('PATCH', `/v1/volunteers/${first[0]?.id}`, {
      body: { skills: ['sewing'] },
      headers: { 'if-match': '"1"' },
    });
    const second = await send(lines);
    expect(second.at(-1)).toMatchObject({ summary: { registered: 0, unchanged: 3, refused: 1 } });
    expect(second[0]?.id).toBe(first[0]?.id);
    await expect(service.get(`/v1/volunteers/${first[0]?.id}`)).resolves.toMatchObject({
      body: { version: 2, skills: ['sewing'] },
    });
  });

  it('enters nobody twice when the same list comes twice at once', async () => {
    const lines = Array.from({ length: 700 }, (_, index) =>
      JSON.stringify({ name: `双${index}`, phone: phone(2_000 + index), birthDate: '1975-01-01' }),
    );
    const reports = await Promise.all([send(lines, 'dongmen'), send(lines, 'dongmen')]);
    const registered = reports.map((report) => report.at(-1)?.summary?.['registered'] ?? 0);
    expect(registered.reduce((sum, count) => sum + count, 0)).toBe(700);
    const [row] = await service.service.database.dataSource.query<{ count: number }[]>(
      `SELECT count(*)::int AS count FROM volunteers WHERE community_id = 'dongmen'`,
    );
    expect(row?.count).toBe(700);
  });

  it('takes far more bytes than a body may have', async () => {
    const count = 6_000;
    const lines = Array.from({ length: count }, (_, index) =>
      line(50_000 + index, {
        gender: index % 2 ? 'female' : 'male',
        skills: ['first-aid', 'home-repair'].slice(0, index % 3),
        hometown: '330481',
        dialects: ['wu-haining'],
        partyMember: index % 5 === 0,
        consents: ['privacy-notice'],
        availability: [{ weekday: 6, from: '09:00', until: '11:30' }],
      }),
    );
    const bodyLimit = Number(readConfiguration(service.environment).BODY_LIMIT_BYTES);
    expect(lines.join('\n').length).toBeGreaterThan(bodyLimit);
    const report = await send(lines, 'xiaoqu');
    expect(report).toHaveLength(count + 1);
    expect(report.at(-1)).toMatchObject({ summary: { lines: count, registered: count, refused: 0 }, complete: true });
  }, 120_000);

  it('is for staff, and only as NDJSON; no other route takes NDJSON', async () => {
    const headers = { 'content-type': 'application/x-ndjson' };
    const asVolunteer = { role: 'volunteer', subject: 'v-1' } as const;
    await expect(service.post('/v1/volunteers/import', line(9), { headers, as: asVolunteer })).resolves.toMatchObject({
      status: 403,
    });
    await expect(service.post('/v1/volunteers/import', {})).resolves.toMatchObject({
      status: 415,
      body: { code: 'unsupported-media-type' },
    });
    await expect(service.post('/v1/volunteers', line(9), { headers })).resolves.toMatchObject({ status: 415 });
  });

  it('speaks the language of the one who imports, and ignores an Idempotency-Key: repeating is harmless', async () => {
    for (const status of ['registered', 'unchanged']) {
      const answer = await service.post('/v1/volunteers/import', `${line(77)}\n{}`, {
        headers: { 'content-type': 'application/x-ndjson', 'accept-language': 'zh-CN', 'idempotency-key': 'k-1' },
      });
      const [first, second] = reportOf(answer.text) as (Report & { detail?: string })[];
      expect(first?.status).toBe(status);
      expect(second?.detail).toMatch(/输入/);
    }
  });

  it('is done from a file by the command, which follows the report while it sends', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'huying-')), 'volunteers.ndjson');
    await writeFile(
      file,
      `${Array.from({ length: 1_200 }, (_, index) => line(90_000 + index)).join('\n')}\n{"name":1}\n`,
    );
    const seen: LineReport[] = [];
    const options = {
      file,
      url: service.url,
      token: await service.issuer.token(),
      onLine: (one: LineReport) => seen.push(one),
    };
    await expect(importFile(options)).resolves.toEqual({
      summary: { lines: 1_201, registered: 1_200, unchanged: 0, refused: 1 },
      complete: true,
    });
    expect(seen.map((one) => one.line)).toEqual(Array.from({ length: 1_201 }, (_, index) => index + 1));
    await expect(importFile({ ...options, token: 'x.y.z' })).rejects.toThrow('token-invalid');
    await expect(importFile({ ...options, url: 'http://127.0.0.1:9' })).rejects.toThrow('does not answer');
    await rm(dirname(file), { recursive: true });
  });
});
