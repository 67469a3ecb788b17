import { aName, as, type Body, expectBody, TestService } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deliberationService } from '../src/index.js';
import { votingOn } from './voting.examples.js';

let api: TestService;

beforeAll(async () => {
  api = await TestService.start(deliberationService);
});
afterAll(() => api.stop());

const { aRound, cast } = votingOn(() => api);

describe('an import of households', () => {
  const send = async (lines: readonly object[]): Promise<Body[]> => {
    const headers = { 'content-type': 'application/x-ndjson' };
    const body = lines.map((line) => JSON.stringify(line)).join('\n');
    const { status, text } = await api.post('/v1/households/import', body, { headers });
    expect(status).toBe(200);
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  };
  const fourHomes = () => {
    const building = aName('幢');
    return ['101', '102', '201', '202'].map((door) => {
      return { building, stairwell: '1单元', door, area: 8_950, owners: [aName('owner-')], accountIds: [aName('r-')] };
    });
  };

  it('enters every good line, who then votes, and refuses a bad one with its code', async () => {
    const [first, second, third, fourth] = fourHomes() as [object, Body, Body, Body];
    const report = await send([
      first,
      { ...second, area: -1, age: 30 },
      { ...third, tenure: 'tenant' },
      { ...fourth, door: 'x'.repeat(20_000) },
      { ...second, accountIds: (first as Body).accountIds },
      { ...first, area: 9_000 },
      third,
    ]);
    expect(report).toMatchObject([
      { line: 1, status: 'registered' },
      { line: 2, status: 'refused', code: 'invalid-input', errors: [{ pointer: '/age' }, { pointer: '/area' }] },
      { line: 3, status: 'refused', code: 'household-tenant-owns' },
      { line: 4, status: 'refused', code: 'import-line-too-long' },
      { line: 5, status: 'refused', code: 'household-account-taken' },
      { line: 6, status: 'refused', code: 'household-entered-otherwise' },
      { line: 7, status: 'registered' },
      { summary: { lines: 7, registered: 2, unchanged: 0, refused: 5 }, complete: true },
    ]);
    const { id, voters } = await aRound(third.building, { rule: 'owners-ordinary' });
    expect(voters).toBe(2);
    expect(expectBody(await cast(id, { account: as('resident', third.accountIds[0]) }, ['yes'])).area).toBe('8950');
  });

  it('leaves what is entered unchanged when it is repeated, and enters nothing twice when it comes twice at once', async () => {
    const homes = fourHomes();
    const reports = await Promise.all([send(homes), send(homes)]);
    const registered = reports.map((report) => report.at(-1)?.summary.registered as number);
    expect(registered.reduce((sum, count) => sum + count)).toBe(homes.length);
    const ids = reports[0].slice(0, -1).map(({ id }) => id as string);
    const again = await send(homes);
    expect(again.map(({ status, id }) => ({ status, id })).slice(0, -1)).toEqual(
      ids.map((id) => ({ status: 'unchanged', id })),
    );
    expect(await aRound(homes[0]?.building ?? '')).toMatchObject({ voters: homes.length });
  });

  it('takes back nothing: accounts that were entered since stay, and those that were taken away are told', async () => {
    const [home] = fourHomes() as [Body];
    const [{ id }] = (await send([home])) as [Body];
    const assign = (accountIds: string[]) =>
      api.request('PUT', `/v1/households/${id}/accounts`, { body: { accountIds } });
    expectBody(await assign([...home.accountIds, aName('r-')]), 200);
    expect(await send([home])).toMatchObject([{ status: 'unchanged', id }, {}]);
    expectBody(await assign([]), 200);
    expect(await send([home])).toMatchObject([{ status: 'refused', code: 'household-entered-otherwise' }, {}]);
  });

  it('is for staff', async () => {
    const answer = await api.post('/v1/households/import', '{}', {
      ...as('resident', 'r-0'),
      headers: { 'content-type': 'application/x-ndjson' },
    });
    expect(answer.status).toBe(403);
  });
});
