import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { IssuerUnavailableError, UnauthenticatedError } from './errors.js';
import { TokenVerifier } from './token-verifier.js';

let key: CryptoKey;
let jwk: JWK;
let server: Server | undefined;

beforeAll(async () => {
  const pair = await generateKeyPair('ES256', { extractable: true });
  key = pair.privateKey;
  jwk = { ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'ES256', use: 'sig' };
});
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

interface Issuer {
  readonly url: string;
  /** What `/jwks` answers; changed by the tests. */
  jwks: RequestListener;
  discovery: RequestListener;
}

const json =
  (body: unknown, status = 200): RequestListener =>
  (_, response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

async function anIssuer(): Promise<Issuer> {
  server = createServer((request, response) => {
    if (request.url === '/jwks') issuer.jwks(request, response);
    else issuer.discovery(request, response);
  });
  await new Promise<void>((resolve) => void server?.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuer: Issuer = {
    url,
    jwks: json({ keys: [jwk] }),
    discovery: json({ issuer: url, jwks_uri: `${url}/jwks` }),
  };
  return issuer;
}

const token = (issuer: string) =>
  new SignJWT({ roles: ['staff'], community: 'xishan' })
    .setProtectedHeader({ alg: 'ES256', kid: 'one' })
    .setIssuer(issuer)
    .setAudience('huying')
    .setSubject('staff-1')
    .setExpirationTime('1h')
    .sign(key);

const verifying = async (issuer: Issuer) => {
  const verifier = new TokenVerifier({ issuer: issuer.url, audience: 'huying' });
  const authorization = `Bearer ${await token(issuer.url)}`;
  return () => verifier.verify(authorization);
};

describe('verifying a token', () => {
  it('knows the caller', async () => {
    const verify = await verifying(await anIssuer());
    await expect(verify()).resolves.toMatchObject({ personId: 'staff-1', communityId: 'xishan', roles: ['staff'] });
  });

  it('finds the keys of an issuer whose address ends with a slash', async () => {
    const issuer = await anIssuer();
    const verifier = new TokenVerifier({ issuer: `${issuer.url}/`, audience: 'huying' });
    const authorization = `Bearer ${await token(`${issuer.url}/`)}`;
    await expect(verifier.verify(authorization)).resolves.toMatchObject({ personId: 'staff-1' });
  });

  it.each([undefined, '', 'Bearer', 'Bearer ', 'Basic dXNlcjpwYXNz', 'Bearer a b', 'bearer'])(
    'finds no token in %j',
    async (authorization) => {
      const verifier = new TokenVerifier({ issuer: 'http://127.0.0.1:1', audience: 'huying' });
      await expect(verifier.verify(authorization)).rejects.toMatchObject({ code: 'token-missing' });
    },
  );

  it('refuses what is no token, once it has the keys', async () => {
    const issuer = await anIssuer();
    const verifier = new TokenVerifier({ issuer: issuer.url, audience: 'huying' });
    const refused = verifier.verify('Bearer abc.def.ghi');
    await expect(refused).rejects.toBeInstanceOf(UnauthenticatedError);
    await expect(refused).rejects.toMatchObject({ code: 'token-invalid' });
  });

  it.each<[string, keyof Omit<Issuer, 'url'>, RequestListener]>([
    ['has no discovery document', 'discovery', json({}, 404)],
    ['is down', 'discovery', (request) => request.socket.destroy()],
    ['names no keys', 'discovery', json({ issuer: 'x' })],
    ['speaks no JSON', 'discovery', (_, response) => void response.end('<html>')],
    ['fails with the keys', 'jwks', json({}, 500)],
    ['has rubbish for keys', 'jwks', json({ keys: 'none' })],
    ['speaks no JSON about keys', 'jwks', (_, response) => void response.end('<html>')],
    ['breaks off with the keys', 'jwks', (request) => request.socket.destroy()],
  ])('does not blame the caller when the issuer %s, and asks again', async (_, part, answer) => {
    const issuer = await anIssuer();
    const sound = issuer[part];
    issuer[part] = answer;
    const verify = await verifying(issuer);
    await expect(verify()).rejects.toBeInstanceOf(IssuerUnavailableError);
    issuer[part] = sound;
    await expect(verify()).resolves.toMatchObject({ personId: 'staff-1' });
  });
});
