import { createHmac } from 'node:crypto';
import { decryptStringSync, encryptStringSync, getMessageKeyFingerprint, parseKeySync } from '@47ng/cloak';
import type { ParsedCloakKey } from '@47ng/cloak/dist/key.js';

/** The keys for personal data; the first encrypts, all decrypt, so that keys can be changed while rows of the old one remain. */
export interface EncryptionKeys {
  /** Cloak keys: `k1.aesgcm256.…`. */
  readonly keys: readonly string[];
  /** Secret of the blind indexes; changing it means making them anew. At least 32 characters. */
  readonly blindIndexKey: string;
}

/** Personal data cannot be read or written: a key is missing or wrong. */
export class EncryptionError extends Error {
  readonly code = 'encryption-failed';
}

let current: { keys: ParsedCloakKey[]; blindIndexKey: string } | undefined;

/** Whether a text is a key: `k1.aesgcm256.…`. */
export function isEncryptionKey(text: string): boolean {
  try {
    parseKeySync(text);
    return true;
  } catch {
    return false;
  }
}

/** Sets the keys for this process; called once at start from the configuration. @throws EncryptionError for a malformed key */
export function useEncryptionKeys({ keys, blindIndexKey }: EncryptionKeys): void {
  if (keys.length === 0) throw new EncryptionError('ENCRYPTION_KEYS is empty.');
  try {
    current = { keys: keys.map((key) => parseKeySync(key)), blindIndexKey };
  } catch (cause) {
    throw new EncryptionError('ENCRYPTION_KEYS holds something that is not a key (k1.aesgcm256.…).', { cause });
  }
}

function keysInUse() {
  if (!current) throw new EncryptionError('No encryption keys are set.');
  return current;
}

/** Encrypts personal data with the first key. */
export function encrypt(text: string): string {
  return encryptStringSync(text, sealingKey());
}

function sealingKey(): ParsedCloakKey {
  const [key] = keysInUse().keys;
  if (!key) throw new EncryptionError('No encryption keys are set.');
  return key;
}

/**
 * Decrypts with the key that the text names.
 * @throws EncryptionError if that key is not among ours, or the text is not what `encrypt` gave
 */
export function decrypt(text: string): string {
  const fingerprint = fingerprintOf(text);
  const key = keysInUse().keys.find((candidate) => candidate.fingerprint === fingerprint);
  if (!key) throw new EncryptionError(`The key ${fingerprint} is not among ENCRYPTION_KEYS.`);
  try {
    return decryptStringSync(text, key);
  } catch (cause) {
    throw new EncryptionError('An encrypted text has been changed.', { cause });
  }
}

/** A sealed text wherever it stands, with the mark of its key. */
export const sealedText = /v1\.aesgcm256\.([0-9a-fA-F]{8})\.[a-zA-Z0-9_-]{16}\.[a-zA-Z0-9_-]{22,}={0,2}/;

/** The mark of the key that encrypts, as sealed texts carry it. */
export const firstKey = (): string => sealingKey().fingerprint;

/** The marks of all keys, the first key's first. */
export const keyMarks = (): string[] => keysInUse().keys.map(({ fingerprint }) => fingerprint);

/** The same secret under the first key; as it is if that has sealed it. @throws EncryptionError as `decrypt` does */
export const reseal = (sealed: string): string =>
  fingerprintOf(sealed) === firstKey() ? sealed : encrypt(decrypt(sealed));

function fingerprintOf(text: string): string {
  try {
    return getMessageKeyFingerprint(text);
  } catch (cause) {
    throw new EncryptionError('A text that should be encrypted is not.', { cause });
  }
}

/** A value to look encrypted data up by: equal texts have equal indexes, and the text cannot be told from it without the key. */
export function blindIndex(text: string): string {
  return createHmac('sha256', keysInUse().blindIndexKey).update(text.normalize('NFKC')).digest('base64url');
}
