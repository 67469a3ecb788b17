/**
 * The clock of its modules is set.
 * @jest-environment node
 */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
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

const token = (issuer: string, { expiresIn = '1h', audience = 'huying', signedWith = key, kid = 'one' } = {}) =>
  new SignJWT({ roles: ['staff'], community: 'xishan' })
    .setProtectedHeader({ alg: 'ES256', kid })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject('staff-1')
    .setExpirationTime(expiresIn)
    .sign(signedWith);

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

  describe('that was verified before', () => {
    const rememberedToken = async (expiresIn: string, audience = 'huying') => {
      const issuer = await anIssuer();
      const verifier = new TokenVerifier({ issuer: issuer.url, audience: 'huying' });
      const text = await token(issuer.url, { expiresIn, audience });
      return { issuer, text, verify: (sent = text) => verifier.verify(`Bearer ${sent}`) };
    };
    afterEach(() => {
      jest.restoreAllMocks();
      jest.useRealTimers();
    });
    /** Moves the clock alone: whoever waits goes on waiting in real time. */
    const later = (seconds: number) => {
      const doNotFake = [
        'nextTick',
        'setImmediate',
        'setTimeout',
        'setInterval',
        'queueMicrotask',
        'performance',
      ] as const;
      jest.useFakeTimers({ now: Date.now() + seconds * 1_000, doNotFake: [...doNotFake] });
    };

    it('is known again without its signature being checked', async () => {
      const { verify } = await rememberedToken('1h');
      const first = await verify();
      const checks = jest.spyOn(globalThis.crypto.subtle, 'verify');
      expect(await verify()).toBe(first);
      expect(checks).not.toHaveBeenCalled();
    });

    it('is refused once it has expired', async () => {
      const { verify } = await rememberedToken('60s');
      await verify();
      later(120);
      await expect(verify()).rejects.toMatchObject({ code: 'token-expired' });
    });

    describe('with a key that the issuer has withdrawn since', () => {
      const withdrawing = async () => {
        const remembered = await rememberedToken('2h');
        await remembered.verify();
        const other = await generateKeyPair('ES256', { extractable: true });
        const newer = { ...(await exportJWK(other.publicKey)), kid: 'two', alg: 'ES256', use: 'sig' };
        remembered.issuer.jwks = json({ keys: [newer] });
        const newToken = await token(remembered.issuer.url, { signedWith: other.privateKey, kid: 'two' });
        return { ...remembered, newToken };
      };

      it('is refused when the keys are fetched anew for another token', async () => {
        const { verify, newToken } = await withdrawing();
        later(60);
        await expect(verify(newToken)).resolves.toMatchObject({ personId: 'staff-1' });
        await expect(verify()).rejects.toMatchObject({ code: 'token-invalid' });
      });

      it('is refused when the keys are too old to rely on', async () => {
        const { verify } = await withdrawing();
        later(11 * 60);
        await expect(verify()).rejects.toMatchObject({ code: 'token-invalid' });
      });
    });

    it('is not mistaken for one that differs in its signature alone', async () => {
      const { verify, text } = await rememberedToken('1h');
      await verify();
      const [head, body, signature = ''] = text.split('.');
      const forged = `${head}.${body}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
      await expect(verify(forged)).rejects.toMatchObject({ code: 'token-invalid' });
    });

    it('and refused is judged anew each time', async () => {
      const { verify } = await rememberedToken('1h', 'somebody-else');
      await expect(verify()).rejects.toMatchObject({ code: 'token-audience' });
      await expect(verify()).rejects.toMatchObject({ code: 'token-audience' });
    });
  });
});
