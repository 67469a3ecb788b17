import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { keepPrivately } from './private-file.js';

/** The keys for personal data that are lying beside the data: fit for development, where the data is generated. */
export interface Secrets {
  readonly ENCRYPTION_KEYS: string;
  readonly BLIND_INDEX_KEY: string;
}

/** The secrets of a data directory, made when it is first used. */
export function secretsOf(dataDir: string): Promise<Secrets> {
  return keepPrivately<Secrets>(join(dataDir, 'secrets.json'), () => ({
    ENCRYPTION_KEYS: `k1.aesgcm256.${randomBytes(32).toString('base64url')}=`,
    BLIND_INDEX_KEY: randomBytes(32).toString('hex'),
  }));
}
