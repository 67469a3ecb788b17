import { randomBytes } from 'node:crypto';

/** A fresh encryption key in the form of ENCRYPTION_KEYS. */
export const generateKey = (): string => `k1.aesgcm256.${randomBytes(32).toString('base64url')}=`;
