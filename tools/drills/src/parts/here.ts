import { resolve } from 'node:path';

/** The repository that is here, and its code. */
export const HERE = resolve(import.meta.dirname, '../../../..');
