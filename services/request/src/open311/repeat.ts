import { createHash } from 'node:crypto';
import { Text } from '@huying/http';
import { open311Problems } from './open311.problems.js';

/** The client's own id of what it sends. */
export class ExternalId {
  @Text({ max: 200, pattern: /^[\x21-\x7e]+$/, required: false })
  external_id?: string;
}

/** What two sendings have in common that mean the same. The key is left out: it may have been replaced. */
export function fingerprintOf(sent: object): string {
  const { api_key: _key, ...rest } = sent as Record<string, unknown>;
  const sorted = Object.entries(rest).sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('base64url');
}

/** @throws open311-sent-before if it is not the same that was sent under this id */
export function ensureRepeat(before: { readonly fingerprint: string }, fingerprint: string): void {
  if (before.fingerprint !== fingerprint) throw open311Problems.sentBefore();
}
