import { decrypt, encrypt } from '@huying/database';
import type { ValueTransformer } from 'typeorm';

/** A value that is encrypted as a whole. */
export const encryptedJson = <Value>(): ValueTransformer => ({
  to: (value: Value | null | undefined) =>
    value === null || value === undefined ? value : encrypt(JSON.stringify(value)),
  from: (value: string | null) => (value === null ? null : (JSON.parse(decrypt(value)) as Value)),
});
