import { Secret, TOTP } from 'otpauth';
import { Temporal } from 'temporal-polyfill';

/** How long one code is shown. The one before and the one after are accepted too: nobody types at the very moment. */
export const CODE_PERIOD_SECONDS = 60;
const WINDOW = 1;

/** The rotating code that is shown on site (RFC 6238), and until when it is shown. */
export interface ShownCode {
  readonly code: string;
  readonly validUntil: Temporal.Instant;
}

/** A new secret for a need's codes. */
export function newCodeSecret(): string {
  return new Secret({ size: 20 }).base32;
}

function totp(secret: string): TOTP {
  return new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: CODE_PERIOD_SECONDS });
}

/** The code of this moment. */
export function codeAt(secret: string, now: Temporal.Instant): ShownCode {
  const period = CODE_PERIOD_SECONDS * 1_000;
  const end = (Math.floor(now.epochMilliseconds / period) + 1) * period;
  return {
    code: totp(secret).generate({ timestamp: now.epochMilliseconds }),
    validUntil: Temporal.Instant.fromEpochMilliseconds(end),
  };
}

/** Whether somebody who gives this code has seen it on site just now. */
export function isCodeOf(secret: string, code: string, now: Temporal.Instant): boolean {
  return totp(secret).validate({ token: code, timestamp: now.epochMilliseconds, window: WINDOW }) !== null;
}
