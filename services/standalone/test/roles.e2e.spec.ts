import { isOpenRoute, permissionsOf, roles, type Role } from '@huying/auth';
import { eventually } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PlatformUnderTest } from './platform-under-test.js';
import { pathOf, routesOf, type Route } from './routes.js';

let platform: PlatformUnderTest;
let routes: Route[];

beforeAll(async () => {
  platform = await PlatformUnderTest.start();
  routes = platform.platform.services.flatMap(routesOf).filter(({ path }) => !isOpenRoute(path));
});
afterAll(() => platform.stop());

interface Told {
  readonly status: number;
  readonly code: string;
  readonly permission?: { readonly name: string; readonly roles: readonly string[] };
}

/** The status of the answer and, where it is a problem, its code and the permission that it names. Streams are not read to their end. */
async function ask({ method, path }: Route, token: string): Promise<Told> {
  const response = await fetch(`${platform.url}${pathOf({ path })}`, {
    method,
    headers: { authorization: `Bearer ${token}`, connection: 'close' },
  });
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') ?? false;
  if (isProblem) return (await response.json()) as Told;
  await response.body?.cancel();
  return { status: response.status, code: '' };
}

const permits = (role: Role, { permission }: Route): boolean =>
  permission !== undefined && permissionsOf[role].includes(permission);

describe.each(roles)('%s', (role) => {
  let answers: (Told & { readonly route: Route })[];

  beforeAll(async () => {
    const token = await platform.as(role, `${role}-1`).bearer();
    // All at once, on a busy machine, keep a service from fetching the issuer's keys in time: first each fetches them for one.
    for (const service of new Set(routes.map((route) => route.service))) {
      const first = routes.find((route) => route.service === service)!;
      await eventually(async () => expect((await ask(first, token)).status).not.toBe(503));
    }
    answers = await Promise.all(routes.map(async (route) => ({ route, ...(await ask(route, token)) })));
  });

  const told = (some: typeof answers): string[] =>
    some.map(({ route, status, code }) => `${route.method} ${route.path} (${route.permission}): ${status} ${code}`);

  it('is refused whatever its table does not name', () => {
    const others = answers.filter(({ route }) => !permits(role, route));
    expect(told(others.filter(({ status, code }) => status !== 403 || code !== 'permission-missing'))).toEqual([]);
  });

  it('is told which permission is missing, and which roles have it', () => {
    const refused = answers.filter(({ code }) => code === 'permission-missing');
    const holders = ({ route }: (typeof answers)[number]) => roles.filter((one) => permits(one, route));
    expect(refused.map(({ permission }) => permission)).toEqual(
      refused.map((one) => ({ name: one.route.permission, roles: holders(one) })),
    );
  });

  it('is never refused for want of a permission that its table names', () => {
    const own = answers.filter(({ route }) => permits(role, route));
    expect(own.length).toBeGreaterThan(0);
    expect(told(own.filter(({ code }) => code === 'permission-missing'))).toEqual([]);
  });

  it('is not answered by a fault of the server, whatever it asks for', () => {
    expect(told(answers.filter(({ status }) => status >= 500))).toEqual([]);
  });
});

it('every documented operation is among those that are asked', () => {
  const asked = new Set(routes.map(({ method, path }) => `${method} ${pathOf({ path }, 'x')}`));
  const documented = Object.entries(platform.platform.openApi.paths).flatMap(([path, item]) =>
    Object.keys(item)
      .filter((key) => ['get', 'post', 'put', 'patch', 'delete'].includes(key))
      .map((method) => `${method.toUpperCase()} ${pathOf({ path }, 'x')}`),
  );
  expect(documented.length).toBeGreaterThan(100);
  expect(documented.filter((one) => !asked.has(one) && !isOpenRoute(one.split(' ')[1]!))).toEqual([]);
});
