import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { permissions, permissionsOf, roles, TokenVerifier, type Role } from '@huying/auth';
import { ensureDatabase } from '@huying/database';
import { startKeycloak, type Keycloak } from '@huying/infrastructure';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';

/**
 * `npm run check:identity`: the generated realm in a real Keycloak with the settings of deploy/compose/identity.yml. People log in as an app has
 * them do it (authorization code with PKCE), and the platform's own verifier looks at their tokens.
 */
const root = fileURLToPath(new URL('../../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const APP = 'http://localhost:8080';
const ADMIN = { username: 'admin', password: randomBytes(12).toString('hex') };
const PASSWORD = 'a password for the check';

interface Person {
  readonly id: string;
  readonly username: string;
}
interface Tokens {
  readonly access_token: string;
  readonly scope: string;
}

let folder: string;
let keycloak: Keycloak;
let realm: string;
let verifier: TokenVerifier;

beforeAll(async () => {
  const { services } = parse(read('deploy/compose/identity.yml'), { merge: true }) as {
    services: { identity: { environment: Record<string, string> } };
  };
  folder = mkdtempSync(join(tmpdir(), 'huying-keycloak-'));
  keycloak = await startKeycloak({
    dataDir: folder,
    realm: read('deploy/identity/huying-realm.json'),
    settings: {
      ...Object.fromEntries(
        Object.entries(services.identity.environment).map(([name, value]) => [name, String(value)]),
      ),
      ...(await database()),
      KC_BOOTSTRAP_ADMIN_USERNAME: ADMIN.username,
      KC_BOOTSTRAP_ADMIN_PASSWORD: ADMIN.password,
      APP_URL: APP,
    },
    report: (line) => process.stderr.write(`${line}\n`),
  });
  realm = `${keycloak.url}/realms/huying`;
  verifier = new TokenVerifier({ issuer: realm, audience: 'huying' });
});

afterAll(async () => {
  await keycloak?.stop();
  if (folder) rmSync(folder, { recursive: true });
});

/** A database of its own in the PostgreSQL of this run. */
async function database(): Promise<Record<string, string>> {
  const server = new URL(process.env.POSTGRES_URL ?? '');
  await ensureDatabase(server.href, 'keycloak');
  return {
    KC_DB_URL: `jdbc:postgresql://${server.host}/keycloak`,
    KC_DB_USERNAME: decodeURIComponent(server.username),
    KC_DB_PASSWORD: decodeURIComponent(server.password),
  };
}

const form = (fields: Record<string, string>) => ({ method: 'POST', body: new URLSearchParams(fields) });

/** What the administrator does. */
async function administer(method: string, path: string, body?: object): Promise<Response> {
  const login = form({ grant_type: 'password', client_id: 'admin-cli', ...ADMIN });
  const { access_token: token } = (await (
    await fetch(`${keycloak.url}/realms/master/protocol/openid-connect/token`, login)
  ).json()) as Tokens;
  const answer = await fetch(`${keycloak.url}/admin/realms/huying${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${method} ${path} is answered ${answer.status}: ${await answer.text()}`);
  return answer;
}

async function person(own: readonly Role[], community: string | undefined = 'xishan'): Promise<Person> {
  const username = `somebody-${randomBytes(4).toString('hex')}`;
  const made = await administer('POST', '/users', {
    ...{ username, enabled: true, attributes: community ? { community: [community] } : {} },
    credentials: [{ type: 'password', value: PASSWORD }],
  });
  const id = made.headers.get('location')?.split('/').at(-1) ?? '';
  const given = own.map(async (role) => (await administer('GET', `/roles/${role}`)).json());
  await administer('POST', `/users/${id}/role-mappings/realm`, await Promise.all(given));
  return { id, username };
}

/** Somebody asks through an app for scopes, types name and password, and the app exchanges the code that comes back. */
async function logIn({ username }: Person, scope: string, app = 'huying-app', back = `${APP}/`): Promise<Tokens> {
  const secret = randomBytes(32).toString('base64url');
  const asked = new URLSearchParams({
    ...{ client_id: app, redirect_uri: back, response_type: 'code', scope },
    ...{ code_challenge: createHash('sha256').update(secret).digest('base64url'), code_challenge_method: 'S256' },
  });
  const page = await fetch(`${realm}/protocol/openid-connect/auth?${asked.toString()}`, { redirect: 'manual' });
  const action = /<form[^>]* action="([^"]+)"/.exec(await page.text())?.[1]?.replaceAll('&amp;', '&');
  if (!action) throw new Error(`There is no page to log in: ${page.status} ${page.headers.get('location')}`);
  const cookie = page.headers.getSetCookie().map((one) => one.split(';')[0]);
  const typed = { ...form({ username, password: PASSWORD }), headers: { cookie: cookie.join('; ') } };
  const answer = await fetch(action, { ...typed, redirect: 'manual' });
  const code = new URL(answer.headers.get('location') ?? realm).searchParams.get('code');
  if (!code) throw new Error(`Nobody is sent back with a code: ${answer.status} ${answer.headers.get('location')}`);
  const exchange = { grant_type: 'authorization_code', client_id: app, redirect_uri: back, code };
  const tokens = await fetch(`${realm}/protocol/openid-connect/token`, form({ ...exchange, code_verifier: secret }));
  if (!tokens.ok) throw new Error(`The code is not exchanged: ${tokens.status} ${await tokens.text()}`);
  return (await tokens.json()) as Tokens;
}

const callerBy = ({ access_token: token }: Tokens) => verifier.verify(`Bearer ${token}`);
const scopesOf = ({ scope }: Tokens) =>
  scope
    .split(' ')
    .filter((one) => one !== 'openid' && one !== '')
    .sort();
const everything = `openid ${permissions.join(' ')}`;

describe('the realm in Keycloak', () => {
  it.each(roles)('gives a %s who asks for everything exactly what the role may', async (role) => {
    const somebody = await person([role]);
    const tokens = await logIn(somebody, everything);
    expect(scopesOf(tokens)).toEqual([...permissionsOf[role]].sort());
    expect(await callerBy(tokens)).toEqual({
      ...{ personId: somebody.id, communityId: 'xishan', clientId: 'huying-app', roles: [role] },
      permissions: new Set(permissionsOf[role]),
    });
  });

  it('gives somebody of two roles what either may', async () => {
    const both = new Set([...permissionsOf.resident, ...permissionsOf.volunteer]);
    const tokens = await logIn(await person(['resident', 'volunteer']), everything);
    expect(scopesOf(tokens)).toEqual([...both].sort());
    expect((await callerBy(tokens)).permissions).toEqual(both);
  });

  it('gives an app no more than it asks for', async () => {
    const tokens = await logIn(await person(['resident']), 'calls:create');
    expect(scopesOf(tokens)).toEqual(['calls:create']);
    expect((await callerBy(tokens)).permissions).toEqual(new Set(['calls:create']));
  });

  it('gives somebody without a role nothing', async () => {
    const tokens = await logIn(await person([]), everything);
    expect(scopesOf(tokens)).toEqual([]);
    expect((await callerBy(tokens)).permissions).toEqual(new Set());
  });

  it('lets people change their own name, and nobody their own community', async () => {
    const somebody = await person(['resident']);
    const tokens = await logIn(somebody, 'openid', 'account-console', `${realm}/account/`);
    const change = (fields: object) =>
      fetch(`${realm}/account/`, {
        method: 'POST',
        headers: { authorization: `Bearer ${tokens.access_token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ username: somebody.username, ...fields }),
      });
    const named = await change({ firstName: 'Mei', attributes: { community: ['xishan'] } });
    expect(named.status).toBe(204);
    await change({ firstName: 'Lin', attributes: { community: ['dongshan'] } });
    const now = (await (await administer('GET', `/users/${somebody.id}`)).json()) as object;
    expect(now).toMatchObject({ firstName: 'Mei', attributes: { community: ['xishan'] } });
    expect(await callerBy(await logIn(somebody, everything))).toMatchObject({ communityId: 'xishan' });
  });

  it('gives somebody without a community a token that is refused', async () => {
    const tokens = await logIn(await person(['resident'], ''), everything);
    await expect(callerBy(tokens)).rejects.toMatchObject({ code: 'token-without-community' });
  });

  it('gives an app no token for a name and a password, nor a code without PKCE', async () => {
    const { username } = await person(['resident']);
    const direct = { grant_type: 'password', client_id: 'huying-app', username, password: PASSWORD };
    expect((await fetch(`${realm}/protocol/openid-connect/token`, form(direct))).status).toBe(400);
    const bare = new URLSearchParams({ client_id: 'huying-app', redirect_uri: `${APP}/`, response_type: 'code' });
    const { headers } = await fetch(`${realm}/protocol/openid-connect/auth?${bare.toString()}`, { redirect: 'manual' });
    expect(headers.get('location')).toContain('error=invalid_request');
  });
});
