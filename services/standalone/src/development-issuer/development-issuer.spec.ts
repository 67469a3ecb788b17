import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TokenVerifier } from '@huying/auth';
import { getToken, type TokenWish } from '../get-token.js';
import { createDevelopmentIssuer } from './development-issuer.js';

const dataDir = mkdtempSync(join(tmpdir(), 'huying-issuer-'));
const wish: TokenWish = { role: 'volunteer', subject: 'xishan-00042', community: 'xishan' };
let server: Server;
let platformUrl: string;

/** Puts an issuer on the same data behind the server, as after a restart. */
async function mount(): Promise<void> {
  const issuer = await createDevelopmentIssuer({
    url: `${platformUrl}/oidc`,
    dataDir,
    audience: 'huying',
    environment: {},
  });
  server.removeAllListeners('request').on('request', issuer.handle);
}

const verify = async (token: string) =>
  new TokenVerifier({ issuer: `${platformUrl}/oidc`, audience: 'huying' }).verify(`Bearer ${token}`);

function askForApp(id: string, secret: string, scope: string): Promise<Response> {
  const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
  const body = new URLSearchParams({ grant_type: 'client_credentials', scope });
  return fetch(`${platformUrl}/oidc/token`, { method: 'POST', headers: { authorization }, body });
}

beforeAll(async () => {
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  platformUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await mount();
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(dataDir, { recursive: true });
});

describe('the development issuer', () => {
  it('gives a person a token with role, subject and community, which our verifier accepts', async () => {
    const caller = await verify(await getToken(platformUrl, wish));
    expect(caller).toMatchObject({
      personId: 'xishan-00042',
      communityId: 'xishan',
      roles: ['volunteer'],
      clientId: 'huying-development',
    });
    expect(caller.permissions.has('claims:create')).toBe(true);
  });

  it('limits a token to the scopes that were asked for', async () => {
    const { permissions } = await verify(await getToken(platformUrl, { ...wish, scope: 'claims:read' }));
    expect([...permissions]).toEqual(['claims:read']);
  });

  it('gives tokens that are still accepted after a restart, from a key only its owner can read', async () => {
    const token = await getToken(platformUrl, wish);
    await mount();
    await expect(verify(token)).resolves.toMatchObject({ personId: 'xishan-00042' });
    expect(statSync(join(dataDir, 'issuer', 'keys.json')).mode & 0o777).toBe(0o600);
  });

  it('gives an app a token with its scopes and no others', async () => {
    const secret = 'neighbourhood-app-secret-for-development';
    const answer = await askForApp('neighbourhood-app', secret, 'needs:read calls:create');
    const { access_token: token } = (await answer.json()) as { access_token: string };
    const caller = await verify(token);
    expect(caller).toMatchObject({ personId: 'neighbourhood-app', communityId: 'xishan', roles: [] });
    expect([...caller.permissions].sort()).toEqual(['calls:create', 'needs:read']);
    expect((await askForApp('neighbourhood-app', secret, 'needs:publish')).status).toBe(400);
    expect((await askForApp('neighbourhood-app', 'guessed', 'needs:read')).status).toBe(401);
  });

  it.each<[string, Partial<Record<keyof TokenWish, string>>]>([
    ['There is no role "king"', { role: 'king' }],
    ['There is no role "volunteer,staff"', { role: 'volunteer,staff' }],
    ['The subject must be', { subject: '' }],
    ['The subject must be', { subject: 'a b' }],
    ['The community must be', { community: '西山' }],
    ['There is no scope "everything"', { scope: 'everything' }],
  ])('refuses with a sentence: %s', async (sentence, part) => {
    await expect(getToken(platformUrl, { ...wish, ...part } as TokenWish)).rejects.toMatchObject({
      code: 'token-refused',
      message: expect.stringContaining(sentence),
    });
  });

  it('does not start in production', async () => {
    const options = {
      url: `${platformUrl}/oidc`,
      dataDir,
      audience: 'huying',
      environment: { NODE_ENV: 'production' },
    };
    await expect(createDevelopmentIssuer(options)).rejects.toMatchObject({ code: 'issuer-in-production' });
  });
});
