import { permissionsOf, roles, type Role } from '@huying/auth';
import { eventually } from '@huying/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { PlatformUnderTest } from './platform-under-test.js';
import { pathOf, routesOf, type Route } from './routes.js';
import { validBody, type Schema } from './valid-body.js';

let platform: PlatformUnderTest;

beforeAll(async () => {
  platform = await PlatformUnderTest.start();
});
afterAll(() => platform.stop());

type Described = Schema & { readonly required?: readonly string[] };

/** What is sent: a good body in which one field that may be left out is null, as many clients write what they do not know. */
interface Attempt {
  readonly route: Route;
  readonly field: string;
  readonly body: Record<string, unknown>;
}

function attempts(): Attempt[] {
  const api = platform.platform.openApi;
  const schemaOf = ({ method, path }: Route): Described | undefined => {
    const documented = Object.entries(api.paths).find(([one]) => pathOf({ path: one }, 'x') === pathOf({ path }, 'x'));
    const operation = (
      documented?.[1] as Record<string, { requestBody?: { content: Record<string, { schema: Schema }> } }>
    )?.[method.toLowerCase()];
    const body = operation?.requestBody?.content['application/json']?.schema;
    // One that may be left out may be null as a whole, too.
    const schema = body?.anyOf?.[0] ?? body;
    return schema?.$ref ? api.components?.schemas?.[schema.$ref.split('/').at(-1) ?? ''] : schema;
  };
  return platform.platform.services.flatMap(routesOf).flatMap((route) => {
    const schema = schemaOf(route);
    const { required = [], properties = {} } = schema ?? {};
    const body = validBody(schema, 'x', api) as Record<string, unknown>;
    return Object.keys(properties)
      .filter((field) => !required.includes(field))
      .map((field) => ({ route, field, body: { ...body, [field]: null } }));
  });
}

const roleFor = ({ permission }: Route): Role =>
  (['staff', ...roles] as const).find((role) => permission && permissionsOf[role].includes(permission)) ?? 'staff';

it('a field that may be left out may be null: nowhere is that a fault of the server', async () => {
  const all = attempts();
  expect(all.length).toBeGreaterThan(100);
  const faults: string[] = [];
  for (const [index, { route, field, body }] of all.entries()) {
    const token = await platform.as(roleFor(route), 'somebody').bearer();
    const send = async () =>
      fetch(`${platform.url}${pathOf(route)}`, {
        method: route.method,
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'idempotency-key': `null-${index}`,
          'if-match': '"1"',
        },
        body: JSON.stringify(body),
      });
    // While it starts, and fetches the issuer's keys, a service may say that it cannot answer yet.
    const { status } = await eventually(async () => {
      const response = await send();
      await response.body?.cancel();
      expect(response.status).not.toBe(503);
      return response;
    });
    if (status >= 500) faults.push(`${route.method} ${route.path} with ${field} null: ${status}`);
  }
  expect(faults).toEqual([]);
});
