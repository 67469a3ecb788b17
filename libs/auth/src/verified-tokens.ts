import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Caller } from './caller.js';

/** As many callers as a large community has in one rush; some 1 kB each. */
const REMEMBERED_AT_MOST = 50_000;

interface Verified {
  readonly caller: Caller;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** Which state of the issuer's key set it was verified with. */
  readonly keys: number;
}

/**
 * Tokens that were verified, by their SHA-256: a signature is checked once, not with every request of the same caller. A
 * token is remembered until it expires, and only for as long as the issuer's keys are those it was verified with: a key
 * that the issuer withdraws ends its tokens no later than it would without this memory. Refusals are not remembered.
 */
export class VerifiedTokens {
  private readonly verified = new LRUCache<string, Verified>({ max: REMEMBERED_AT_MOST });

  /** Who calls with this token, if that is known and still holds. */
  callerOf(token: string, keys: number, now = Date.now()): Caller | undefined {
    const digest = digestOf(token);
    const known = this.verified.get(digest);
    if (!known) return undefined;
    if (known.keys === keys && now < known.expiresAt) return known.caller;
    this.verified.delete(digest);
    return undefined;
  }

  remember(token: string, verified: Verified): void {
    this.verified.set(digestOf(token), verified);
  }
}

/** What is kept of a token could not be used as one. */
const digestOf = (token: string): string => hash('sha256', token, 'base64');
