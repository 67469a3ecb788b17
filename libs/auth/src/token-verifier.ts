import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { callerOf, type Caller } from './caller.js';
import { IssuerUnavailableError, UnauthenticatedError } from './errors.js';

/** Which tokens are accepted. */
export interface TokenRules {
  /** The OIDC issuer: its discovery document says where its keys are. */
  readonly issuer: string;
  /** Must be among the token's audiences. */
  readonly audience: string;
}

const CLOCK_TOLERANCE_SECONDS = 5;

/** Verifies bearer tokens (RFC 9068 access tokens or any other JWT) of one OIDC issuer. Keys are fetched when first needed and kept. */
export class TokenVerifier {
  private keys: Promise<JWTVerifyGetKey> | undefined;

  constructor(private readonly rules: TokenRules) {}

  /** @throws UnauthenticatedError, IssuerUnavailableError */
  async verify(authorization: string | undefined): Promise<Caller> {
    const token = /^Bearer ([\w.~+/=-]+)$/i.exec(authorization ?? '')?.[1];
    if (!token) throw new UnauthenticatedError('token-missing');
    const caller = callerOf(await this.payloadOf(token));
    if (!caller) throw new UnauthenticatedError('token-without-community');
    return caller;
  }

  private async payloadOf(token: string) {
    try {
      const { payload } = await jwtVerify(token, await this.keySet(), {
        issuer: this.rules.issuer,
        audience: this.rules.audience,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        requiredClaims: ['sub', 'exp'],
        algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'],
      });
      return payload;
    } catch (error) {
      throw refusalOf(error);
    }
  }

  private keySet(): Promise<JWTVerifyGetKey> {
    this.keys ??= discoverKeys(this.rules.issuer).catch((error: unknown) => {
      this.keys = undefined; // the next request tries again
      throw new IssuerUnavailableError(error);
    });
    return this.keys;
  }
}

async function discoverKeys(issuer: string): Promise<JWTVerifyGetKey> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(address, { signal: AbortSignal.timeout(5_000) });
  if (!response.ok) throw new Error(`The issuer's discovery document answers ${response.status}.`);
  const { jwks_uri: uri } = (await response.json()) as { jwks_uri?: string };
  if (!uri) throw new Error("The issuer's discovery document names no jwks_uri.");
  const keys = createRemoteJWKSet(new URL(uri));
  return (header, token) =>
    keys(header, token).catch((error: unknown) => {
      throw isAboutTheToken(error) ? error : new IssuerUnavailableError(error);
    });
}

/** The issuer's keys were there, and none of them is the token's. Everything else is our trouble, not the caller's. */
function isAboutTheToken(error: unknown): boolean {
  return [errors.JWKSNoMatchingKey, errors.JWKSMultipleMatchingKeys, errors.JOSENotSupported].some(
    (kind) => error instanceof kind,
  );
}

function refusalOf(error: unknown): Error {
  if (error instanceof IssuerUnavailableError) return error;
  if (error instanceof errors.JWTExpired) return new UnauthenticatedError('token-expired', { cause: error });
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud') {
    return new UnauthenticatedError('token-audience', { cause: error });
  }
  return new UnauthenticatedError('token-invalid', { cause: error });
}
