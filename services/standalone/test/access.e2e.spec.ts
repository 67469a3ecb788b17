import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { isOpenRoute, openRoutes } from '@huying/auth';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@huying/testing';
import { generateVolunteers, getToken, seedVolunteers, type Api, type GeneratedVolunteer } from '../src/index.js';
import { PlatformUnderTest } from './platform-under-test.js';
import { pathOf, routesOf, type Route } from './routes.js';

const HOUR_MS = 3_600_000;

let platform: PlatformUnderTest;
let staff: Api;
/** Somebody, and somebody else. */
const volunteers = [...generateVolunteers({ count: 2, seed: 1, year: 2026, groupIds: [] })];
const [one, other] = volunteers as [GeneratedVolunteer, GeneratedVolunteer];
let needId: string;
let callId: string;

beforeAll(async () => {
  platform = await PlatformUnderTest.start();
  staff = platform.as('staff', 'staff-1');
  await eventually(() => seedVolunteers(staff, volunteers));
  const call = { channel: 'walk-in', text: '想请人修一下电灯', callerId: 'resident-1' };
  callId = (await staff.post<{ id: string }>('/v1/calls', call)).id;
  const need = await staff.post<{ id: string }>('/v1/needs', {
    catalogueItemCode: 'LC-003',
    title: '修电灯',
    places: 1,
    startsAt: new Date(Date.now() + 26 * HOUR_MS).toISOString(),
    endsAt: new Date(Date.now() + 28 * HOUR_MS).toISOString(),
    location: { name: '西山小区' },
    personInCharge: '金姐',
  });
  needId = need.id;
  await staff.post(`/v1/needs/${needId}/publication`);
});
afterAll(() => platform.stop());

describe('npm run token', () => {
  const program = fileURLToPath(new URL('../dist/token.js', import.meta.url));
  const dataDir = mkdtempSync(join(tmpdir(), 'huying-token-'));
  afterAll(() => rmSync(dataDir, { recursive: true }));

  /** As a platform leaves word of itself for the commands of its machine. */
  async function tokenFor(community: string): Promise<{ stdout: string; stderr: string }> {
    const { url } = platform;
    writeFileSync(join(dataDir, 'platform.json'), JSON.stringify({ pid: process.pid, url, environment: {} }));
    const wish = ['--role', 'district', '--subject', 'street-office', '--community', community];
    return promisify(execFile)(process.execPath, [program, ...wish, '--data-dir', dataDir]);
  }

  it('gives the token alone on stdout, and says nothing of a community of the seed', async () => {
    expect(await tokenFor('xishan')).toEqual({
      stdout: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+\n$/),
      stderr: '',
    });
  });

  it('warns of a community that the seed does not have, which may be a slip of the pen', async () => {
    const { stdout, stderr } = await tokenFor('xisan');
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(stderr).toMatch(/^The seed has no community "xisan", only xishan: [^\n]+\n$/);
  });
});

describe('without a token', () => {
  it('no route of any service answers but 401, unless it is on the list of open ones', async () => {
    const routes = platform.platform.services.flatMap(routesOf);
    expect(new Set(routes.map(({ service }) => service)).size).toBe(platform.platform.services.length);
    expect(routes.length).toBeGreaterThan(40);
    const answers = await Promise.all(
      routes
        .filter(({ path }) => !isOpenRoute(path))
        .map(async (route) => {
          const { status } = await platform.send(route.method, pathOf(route));
          return `${route.method} ${route.path} ${status}`;
        }),
    );
    expect(answers.filter((answer) => !answer.endsWith(' 401'))).toEqual([]);
  });

  it('every documented route is one of those, and has a permission or is open', () => {
    const routed = new Set(platform.platform.services.flatMap(routesOf).map((route) => pathOf(route, 'x')));
    const documented = Object.keys(platform.platform.openApi.paths).map((path) => pathOf({ path }, 'x'));
    expect(documented.filter((path) => !routed.has(path))).toEqual([]);
  });

  it('what is open tells of no person and no need', async () => {
    const told = [one.name, one.phone, other.name, other.phone, needId, callId];
    const saysIn = (text: string) => told.filter((word) => text.includes(word));
    // Whoever may ask is told of all of them.
    const token = await staff.bearer();
    const asStaff = [
      '/v1/volunteers',
      '/v1/needs',
      '/v1/calls',
      `/v1/volunteers/${one.id}`,
      `/v1/volunteers/${other.id}`,
    ];
    const answers = await Promise.all(asStaff.map((path) => platform.send('GET', path, { token })));
    expect(saysIn(answers.map(({ text }) => text).join('\n'))).toEqual(told);

    const whole = openRoutes.filter((route) => !route.endsWith('*'));
    // Open311 shows a community as soon as that has given somebody a key.
    await staff.post('/v1/open311-keys', { name: 'reports' });
    const open311 = ['services', 'requests'].map((what) => `/open311/v2/${what}.json?jurisdiction_id=xishan`);
    for (const path of [...whole, '/docs/openapi.json', ...open311]) {
      const { status, text } = await platform.send('GET', path);
      expect({ path, status, says: saysIn(text) }).toEqual({ path, status: 200, says: [] });
    }
  });

  it('the calendar of a venue answers whoever knows the key of an address, and nobody else', async () => {
    const venue = await eventually(() =>
      staff.post<{ id: string }>('/v1/venues', {
        ...{ name: '居民会客厅', kind: 'parlour', capacity: 10 },
        hours: [{ weekday: 1, from: '09:00', until: '18:00' }],
      }),
    );
    const feed = await staff.post<{ id: string; address: string }>(`/v1/venues/${venue.id}/calendar-feeds`);
    const read = async (path: string) => (await platform.send('GET', path)).status;
    expect(await read(feed.address)).toBe(200);
    const [path] = feed.address.split('?');
    expect([await read(`${path}?key=guessed`), await read(path!)]).toEqual([404, 422]);
    await staff.delete(`/v1/venues/${venue.id}/calendar-feeds/${feed.id}`);
    expect(await read(feed.address)).toBe(404);
  });

  it.each(['/v1', '/v1/nothing', '/nothing', '/metrics', '/oidc/nothing'])('%s is nothing to anybody', async (path) => {
    expect((await platform.send('GET', path)).status).toBeGreaterThanOrEqual(400);
  });
});

describe('with a token that permits nothing', () => {
  it('no route answers but 403, unless it is on the list of open ones', async () => {
    // A resident through an app that may only claim places, which residents may not.
    const token = await getToken(platform.url, {
      role: 'resident',
      subject: 'resident-1',
      community: 'xishan',
      scope: 'claims:create',
    });
    const routes = platform.platform.services.flatMap(routesOf).filter(({ path }) => !isOpenRoute(path));
    const ask = async (route: Route): Promise<string> => {
      const { status } = await platform.send(route.method, pathOf(route), { token });
      return `${route.method} ${route.path} ${status}`;
    };
    // All at once, on a busy machine, keep a service from fetching the issuer's keys in time: first each fetches them for one.
    for (const { definition } of platform.platform.services) {
      const first = routes.find(({ service }) => service === definition.name)!;
      await eventually(async () => expect(await ask(first)).toMatch(/ 403$/));
    }
    const answers = await Promise.all(routes.map(ask));
    expect(answers.filter((answer) => !answer.endsWith(' 403'))).toEqual([]);
  });
});

describe('with a token of somebody', () => {
  let claimId: string;

  beforeAll(async () => {
    const owner = platform.as('volunteer', one.id);
    claimId = (await eventually(() => owner.post<{ id: string }>(`/v1/needs/${needId}/claims`))).id;
    await eventually(() => owner.get(`/v1/attendances/${claimId}`));
  });

  const ofOne: Record<string, () => [method: string, path: string, body?: object]> = {
    'read the profile': () => ['GET', `/v1/volunteers/${one.id}`],
    'read the service record': () => ['GET', `/v1/volunteers/${one.id}/service-record`],
    'read a claim': () => ['GET', `/v1/claims/${claimId}`],
    'read an attendance': () => ['GET', `/v1/attendances/${claimId}`],
    'read a call': () => ['GET', `/v1/calls/${callId}`],
    'change the profile': () => ['PATCH', `/v1/volunteers/${one.id}`, { skills: [] }],
    'let somebody leave': () => ['POST', `/v1/volunteers/${one.id}/departure`, {}],
    'give a place back': () => ['DELETE', `/v1/claims/${claimId}`],
    'check in': () => ['POST', `/v1/attendances/${claimId}/check-in`, { code: '000000' }],
    'check out': () => ['POST', `/v1/attendances/${claimId}/check-out`, { code: '000000' }],
  };
  const deeds = Object.keys(ofOne);

  async function tryAs(who: Api, deed: string) {
    const [method, path, body] = ofOne[deed]?.() ?? ['GET', '/'];
    const token = await who.bearer();
    return platform.send(method, path, { token, body, headers: { 'if-match': '"1"' } });
  }

  it.each(deeds)('another volunteer cannot %s', async (deed) => {
    const { status, text } = await tryAs(platform.as('volunteer', other.id), deed);
    expect([403, 404]).toContain(status);
    expect(text).not.toContain('+86');
  });

  it.each(deeds)('staff of another community cannot %s: to them it does not exist', async (deed) => {
    const { status, body } = await tryAs(platform.as('staff', 'staff-9', 'dongshan'), deed);
    expect({ status, code: body['code'] }).toEqual({ status: 404, code: expect.stringMatching(/not-found|unknown/) });
  });

  it('lists have only what is one’s own', async () => {
    const claims = `/v1/claims?volunteerId=${one.id}`;
    await expect(platform.as('volunteer', other.id).get(claims)).rejects.toMatchObject({ status: 403 });
    for (const path of [claims, '/v1/attendances', '/v1/needs', '/v1/volunteers', '/v1/calls']) {
      await expect(platform.as('staff', 'staff-9', 'dongshan').list(path)).resolves.toEqual([]);
    }
    await expect(platform.as('volunteer', other.id).list('/v1/attendances')).resolves.toEqual([]);
  });

  it('the need of another community does not exist', async () => {
    const stranger = platform.as('staff', 'staff-9', 'dongshan');
    for (const path of [`/v1/needs/${needId}`, `/v1/needs/${needId}/places`, `/v1/needs/${needId}/history`]) {
      await expect(stranger.get(path)).rejects.toMatchObject({ status: 404 });
    }
    await expect(platform.as('volunteer', one.id, 'dongshan').post(`/v1/needs/${needId}/claims`)).rejects.toMatchObject(
      { status: 404 },
    );
  });

  it('an app may what its scopes say and nothing else', async () => {
    const { access_token: token } = (await (
      await fetch(`${platform.url}/oidc/token`, {
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from('neighbourhood-app:neighbourhood-app-secret-for-development').toString('base64')}`,
        },
        body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'needs:read' }),
      })
    ).json()) as { access_token: string };
    expect((await platform.send('GET', '/v1/needs', { token })).status).toBe(200);
    expect((await platform.send('GET', '/v1/catalogue', { token })).status).toBe(403);
  });
});
