import { readConfiguration } from '@huying/http';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GroupJoinedSchema, VolunteerRegisteredSchema } from '@huying/contracts';
import { TestService } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { volunteerService } from '../src/index.js';

const CLI = fileURLToPath(new URL('../dist/cli/import.js', import.meta.url));
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
  });

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

  describe('by the command', () => {
    let folder: string;
    let token: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'huying-import-'));
      token = await service.issuer.token();
    });
    afterAll(() => rm(folder, { recursive: true }));

    async function fileOf(name: string, ...lines: string[]): Promise<string> {
      await writeFile(join(folder, name), lines.map((one) => `${one}\n`).join(''));
      return join(folder, name);
    }

    /** Runs the built command as a person does, with no terminal. */
    function command(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
      const env = { ...process.env, NODE_OPTIONS: '', LANG: 'en_GB.UTF-8', TOKEN: '' };
      return new Promise((resolve) => {
        execFile(process.execPath, [CLI, '--url', service.url, ...args], { env }, (error, stdout, stderr) =>
          resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
        );
      });
    }

    it('is told how far it is, which lines were refused and why, and what became of each', async () => {
      const good = Array.from({ length: 1_200 }, (_, index) => line(90_000 + index));
      const file = await fileOf('volunteers.ndjson', ...good, '{"name":1}');
      const report = join(folder, 'report.ndjson');
      const first = await command(file, '--token', token, '--report', report);
      expect(first).toMatchObject({
        code: 1,
        stdout: '1201 lines: 1200 registered, 0 unchanged, 1 refused.\n',
      });
      const told = first.stderr.trimEnd().split('\n');
      const tenths = told.flatMap(
        (text) => /^(\d+)\/1201 · \d+ registered · 0 unchanged · \d refused$/.exec(text)?.[1] ?? [],
      );
      expect(tenths.map(Number)).toEqual(
        Array.from({ length: 10 }, (_, tenth) => Math.ceil((1_201 * (tenth + 1)) / 10)),
      );
      expect(told.filter((text) => text.startsWith('line '))).toEqual([
        expect.stringMatching(/^line 1201: .+ \[invalid-input\] .*\/name /),
      ]);
      const kept = reportOf(await readFile(report, 'utf8'));
      expect(kept.map((one) => one.line)).toEqual([
        ...Array.from({ length: 1_201 }, (_, index) => index + 1),
        undefined,
      ]);
      expect(kept.at(-1)).toEqual({
        ...{ summary: { lines: 1_201, registered: 1_200, unchanged: 0, refused: 1 }, complete: true },
      });

      expect(await command(await fileOf('good.ndjson', ...good.slice(0, 3)), '--token', token)).toMatchObject({
        code: 0,
        stdout: '3 lines: 0 registered, 3 unchanged, 0 refused.\n',
      });
    });

    it('is refused in a sentence when it cannot be carried out', async () => {
      const file = await fileOf('one.ndjson', line(1));
      const because = async (...args: string[]) => {
        const { code, stderr } = await command(...args);
        expect(code).toBe(2);
        return stderr;
      };
      expect(await because(file)).toMatch(/A token is missing: --token or TOKEN/);
      expect(await because(join(folder, 'nowhere'), '--token', token)).toMatch(/nowhere cannot be read/);
      expect(await because(file, '--token', 'x.y.z')).toMatch(/token-invalid/);
      expect(await because(file, '--token', token, '--url', 'http://127.0.0.1:9')).toMatch(/does not answer/);
      expect(await because(file, '--nonsense')).toMatch(/--nonsense/);
    });
  });
});
