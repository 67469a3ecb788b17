import { randomBytes } from 'node:crypto';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Temporal } from 'temporal-polyfill';
import type { Webhook } from './webhook.entity.js';

/** Of a secret; Standard Webhooks asks for 24 to 64. */
const SECRET_BYTES = 32;

/** A new secret, as receivers are shown it. */
export const newSecret = (): string => `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;

/** What a message is signed with. */
export type Secrets = Pick<Webhook, 'secret' | 'previousSecret' | 'previousUntil'>;

/** The secrets that sign at that time: while one is being replaced, both. */
export function secretsAt({ secret, previousSecret, previousUntil }: Secrets, now: Temporal.Instant): string[] {
  const overlaps = previousSecret !== null && previousUntil && Temporal.Instant.compare(now, previousUntil) < 0;
  return overlaps ? [secret, previousSecret] : [secret];
}

/** The headers of Standard Webhooks for a message. */
export function signatureHeaders(
  secrets: readonly string[],
  { id, body, now }: { id: string; body: string; now: Temporal.Instant },
): Record<string, string> {
  const at = new Date(now.epochMilliseconds);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.epochMilliseconds / 1_000)),
    'webhook-signature': secrets.map((secret) => new StandardWebhook(secret).sign(id, at, body)).join(' '),
  };
}
