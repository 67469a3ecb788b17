import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Role } from '@huying/auth';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';

/** For whom a test's token is. */
export interface TokenWish {
  /** Default `staff`. */
  readonly role?: Role;
  /** Default `staff-1`. */
  readonly subject?: string;
  /** Default `xishan`. */
  readonly community?: string;
  /** Limits what the app may do; default: no limit. */
  readonly scope?: string;
  /** Default: in an hour; a negative number of seconds is a token that has expired. */
  readonly expiresInSeconds?: number;
  readonly audience?: string;
  /** Claims over the usual ones; undefined removes one. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** An OIDC issuer for tests: discovery, keys, and tokens for the asking. */
export class TestIssuer {
  private constructor(
    private readonly server: Server,
    private readonly key: CryptoKey,
    private readonly strangersKey: CryptoKey,
  ) {}

  static async start(): Promise<TestIssuer> {
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
    const { privateKey: strangersKey } = await generateKeyPair('ES256');
    const jwk: JWK = { ...(await exportJWK(publicKey)), kid: 'test', alg: 'ES256', use: 'sig' };
    const server = createServer((request, response) => {
      const { port } = server.address() as AddressInfo;
      const issuer = `http://127.0.0.1:${port}`;
      const body = request.url === '/jwks' ? { keys: [jwk] } : { issuer, jwks_uri: `${issuer}/jwks` };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    server.unref();
    return new TestIssuer(server, privateKey, strangersKey);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** A token of this issuer. */
  token(wish: TokenWish = {}): Promise<string> {
    return this.sign(this.key, wish);
  }

  /** A token that claims to be of this issuer and is not. */
  forgedToken(wish: TokenWish = {}): Promise<string> {
    return this.sign(this.strangersKey, wish);
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private sign(key: CryptoKey, wish: TokenWish): Promise<string> {
    const { role = 'staff', subject = 'staff-1', community = 'xishan', scope, expiresInSeconds = 3_600 } = wish;
    const now = Math.floor(Date.now() / 1_000);
    const usual = {
      iss: this.url,
      aud: wish.audience ?? 'huying',
      sub: subject,
      iat: now,
      exp: now + expiresInSeconds,
      roles: [role],
      community,
      client_id: 'tests',
      scope,
    };
    return new SignJWT({ ...usual, ...wish.claims }).setProtectedHeader({ alg: 'ES256', kid: 'test' }).sign(key);
  }
}
