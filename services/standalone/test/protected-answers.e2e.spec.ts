import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Readiness } from '@huying/http';
import { eventually } from '@huying/testing';
import { PlatformUnderTest } from './platform-under-test.js';
import { pathOf, routesOf } from './routes.js';

let platform: PlatformUnderTest;
let token: string;

beforeAll(async () => {
  platform = await PlatformUnderTest.start();
  const staff = platform.as('staff', 'staff-1');
  token = await staff.bearer();
  // Until then services may say that they cannot reach the issuer yet.
  await eventually(() => Promise.all(['needs', 'volunteers'].map((path) => staff.get(`/v1/${path}`))));
});
afterAll(() => platform.stop());

/** What every answer says to a browser, and what may stand there instead. */
const expected: readonly [name: string, value: RegExp][] = [
  ['content-security-policy', /^default-src 'none'.*frame-ancestors 'none'/],
  ['x-content-type-options', /^nosniff$/],
  ['x-frame-options', /^DENY$/],
  ['referrer-policy', /^no-referrer$/],
  ['cross-origin-resource-policy', /^same-origin$/],
  ['cross-origin-opener-policy', /^same-origin$/],
  ['cache-control', /^no-store$/],
];

const faultsOf = (headers: Headers, besides: readonly string[] = []): string[] =>
  expected
    .filter(([name, value]) => !besides.includes(name) && !value.test(headers.get(name) ?? ''))
    .map(([name]) => `${name}: ${headers.get(name)}`);

interface Asked {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Looks at how an answer begins, and no further: a stream of events does not end. */
async function ask(method: string, path: string, request: Asked = {}) {
  const { status, headers, body } = await fetch(platform.url + path, { method, ...request });
  await body?.cancel();
  return { status, headers };
}

it('every route of every service answers with them, whatever it answers', async () => {
  const routes = platform.platform.services.flatMap(routesOf);
  const statuses = new Set<number>();
  const faults: string[] = [];
  for (const route of routes) {
    for (const request of [{}, { headers: { authorization: `Bearer ${token}` } }]) {
      const { status, headers } = await ask(route.method, pathOf(route), request);
      statuses.add(status);
      faults.push(...faultsOf(headers).map((fault) => `${route.method} ${route.path} ${status} ${fault}`));
    }
  }
  expect(faults).toEqual([]);
  for (const status of [200, 400, 401, 403, 404, 422]) expect(statuses).toContain(status);
});

it.each<[what: string, method: string, path: string, request: Asked, status: number]>([
  ['a path of nobody', 'GET', '/nothing', {}, 404],
  ['a path that is none', 'GET', '/v1/%zz', {}, 404],
  ['a method that is none here', 'OPTIONS', '/v1/needs', {}, 404],
  ['the head alone', 'HEAD', '/v1/needs', {}, 200],
  ['a body that is no JSON', 'POST', '/v1/calls', { body: '{', headers: { 'content-type': 'application/json' } }, 400],
  ['a claim on the hot lane', 'POST', '/v1/needs/01a206e7-847b-76b2-9273-ca0382684560/claims', {}, 403],
  ['Open311 in XML', 'GET', '/open311/discovery.xml', {}, 200],
  ['a refusal of Open311', 'GET', '/open311/v2/requests/1.xml', {}, 400],
  ['the health of all', 'GET', '/health/ready', {}, 200],
  ['the issuer', 'GET', '/oidc/.well-known/openid-configuration', {}, 200],
  ['a refusal of the issuer', 'GET', '/oidc/nothing', {}, 404],
])('%s is answered with them', async (_, method, path, request, status) => {
  const headers = { authorization: `Bearer ${token}`, ...request.headers };
  const answer = await ask(method, path, { ...request, headers });
  expect({ status: answer.status, faults: faultsOf(answer.headers) }).toEqual({ status, faults: [] });
});

it('a stream of events begins with them', async () => {
  const authorization = `Bearer ${await platform.as('volunteer', 'v-1').bearer()}`;
  const { status, headers } = await ask('GET', '/v1/feed', { headers: { authorization } });
  expect([status, headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
  expect(faultsOf(headers)).toEqual([]);
});

it('the reference may load what is its own, and nothing else', async () => {
  for (const path of ['/docs', '/docs/claim/', '/docs/start.js', '/docs/openapi.json']) {
    const { status, headers } = await ask('GET', path);
    expect({ path, status, faults: faultsOf(headers) }).toEqual({ path, status: 200, faults: [] });
    expect(headers.get('content-security-policy')).toContain("script-src 'self';");
  }
  const { headers } = await ask('GET', '/docs/swagger-ui-bundle.js');
  expect(headers.get('cache-control')).toBe('public, max-age=3600');
  expect(faultsOf(headers, ['cache-control'])).toEqual([]);
});

it('that a service is not ready is told with them, as a problem that names it', async () => {
  const [first] = platform.platform.services;
  first?.app.get(Readiness).drain();
  const answer = await fetch(`${platform.url}/health/ready`, { headers: { 'accept-language': 'en' } });
  const { status, headers } = answer;
  expect({ status, wait: headers.get('retry-after'), faults: faultsOf(headers) }).toEqual({
    ...{ status: 503, wait: '2', faults: [] },
  });
  expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(await answer.json()).toMatchObject({
    ...{ code: 'service-unavailable', detail: expect.stringMatching(/cannot answer at the moment/) },
    details: { [first?.definition.name ?? '']: { status: 'down' }, claim: { status: 'up' } },
  });
});
