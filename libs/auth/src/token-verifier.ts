import { createRemoteJWKSet, errors, jwksCache, jwtVerify, type JWKSCacheInput, type JWTVerifyGetKey } from 'jose';
import { callerOf, type Caller } from './caller.js';
import { IssuerUnavailableError, UnauthenticatedError } from './errors.js';
import { VerifiedTokens } from './verified-tokens.js';

/** Which tokens are accepted. */
export interface TokenRules {
  /** The OIDC issuer: its discovery document says where its keys are. */
  readonly issuer: string;
  /** Must be among the token's audiences. */
  readonly audience: string;
}

const CLOCK_TOLERANCE_SECONDS = 5;
/** A token of a key that is not known makes us look for new keys, but not more often than this, whoever sends them. */
const LOOK_AGAIN_AFTER_MS = 5_000;

const tokenOf = (authorization: string | undefined): string | undefined =>
  /^Bearer ([\w.~+/=-]+)$/i.exec(authorization ?? '')?.[1];

/** The issuer's keys, and when they were fetched. */
interface KeySet {
  readonly keyOf: JWTVerifyGetKey;
  /** When the keys now in use were fetched (ms since 1970): another number, another state; undefined once they are too old. */
  readonly state: () => number | undefined;
}

/**
 * Verifies bearer tokens (RFC 9068 access tokens or any other JWT) of one OIDC issuer. Keys are fetched when first needed
 * and kept for ten minutes; a verified token is remembered no longer than the keys, and never past its expiry.
 */
export class TokenVerifier {
  private keys: Promise<KeySet> | undefined;
  private keysInUse: KeySet | undefined;
  private readonly verified = new VerifiedTokens();

  constructor(private readonly rules: TokenRules) {}

  /** @throws UnauthenticatedError, IssuerUnavailableError */
  async verify(authorization: string | undefined): Promise<Caller> {
    const token = tokenOf(authorization);
    if (!token) throw new UnauthenticatedError('token-missing');
    return this.remembered(token) ?? this.check(token);
  }

  /** The caller, if this very token was verified before and still holds; undefined says nothing about it. */
  known(authorization: string | undefined): Caller | undefined {
    const token = tokenOf(authorization);
    return token ? this.remembered(token) : undefined;
  }

  private remembered(token: string): Caller | undefined {
    const keys = this.keysInUse?.state();
    return keys === undefined ? undefined : this.verified.callerOf(token, keys);
  }

  private async check(token: string): Promise<Caller> {
    const payload = await this.payloadOf(token);
    const caller = callerOf(payload);
    if (!caller) throw new UnauthenticatedError('token-without-community');
    const keys = this.keysInUse?.state();
    if (keys !== undefined && payload.exp !== undefined) {
      this.verified.remember(token, { caller, keys, expiresAt: (payload.exp + CLOCK_TOLERANCE_SECONDS) * 1_000 });
    }
    return caller;
  }

  private async payloadOf(token: string) {
    try {
      const { payload } = await jwtVerify(token, (await this.keySet()).keyOf, {
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

  private keySet(): Promise<KeySet> {
    this.keys ??= discoverKeys(this.rules.issuer).then(
      (found) => (this.keysInUse = found),
      (error: unknown) => {
        this.keys = undefined; // the next request tries again
        throw new IssuerUnavailableError(error);
      },
    );
    return this.keys;
  }
}

async function discoverKeys(issuer: string): Promise<KeySet> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(address, { signal: AbortSignal.timeout(5_000) });
  if (!response.ok) throw new Error(`The issuer's discovery document answers ${response.status}.`);
  const { jwks_uri: uri } = (await response.json()) as { jwks_uri?: string };
  if (!uri) throw new Error("The issuer's discovery document names no jwks_uri.");
  const cache: JWKSCacheInput = {};
  const keys = createRemoteJWKSet(new URL(uri), { [jwksCache]: cache, cooldownDuration: LOOK_AGAIN_AFTER_MS });
  return {
    keyOf: (header, token) =>
      keys(header, token).catch((error: unknown) => {
        throw isAboutTheToken(error) ? error : new IssuerUnavailableError(error);
      }),
    state: () => (keys.fresh ? (cache as { uat?: number }).uat : undefined),
  };
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
