import { findLeftovers, firstKey, resealDatabase, useEncryptionKeys, type Leftover } from '@huying/database';
import { findSealedRecords, type SealedRecords } from '@huying/events';
import { kafkaOf, type Configuration } from '@huying/http';
import { databasesOf } from './databases.js';

/** Where something still needs another key than the first. */
export interface StillSealed {
  readonly rows: readonly (Leftover & { readonly database: string })[];
  readonly events: readonly SealedRecords[];
}

/** A round that finds as much as the one before has met what cannot be read, or processes that still seal with another key. */
const ROUNDS_AT_MOST = 10;

export function useKeysOf({ ENCRYPTION_KEYS: keys, BLIND_INDEX_KEY: blindIndexKey }: Configuration): void {
  useEncryptionKeys({ keys, blindIndexKey });
}

/** Seals all that the databases hold with the first key, in rounds, until nothing changes any more. Returns the rows that were changed. */
export async function rotateKeys(configuration: Configuration, report: (line: string) => void): Promise<number> {
  useKeysOf(configuration);
  report(`Everything is sealed with the first key, ${firstKey()}; the platform may run meanwhile.`);
  let total = 0;
  for (const database of databasesOf(configuration)) {
    for (let round = 1; round <= ROUNDS_AT_MOST; round += 1) {
      let said = 0;
      const { rows, unreadable } = await resealDatabase(database, ({ table, done, of }) => {
        if (Date.now() - said < 1_000) return;
        said = Date.now();
        report(`${database.name}: ${table}, ${done} of ${of} pages`);
      });
      total += rows;
      const words = [`${rows} rows sealed anew`, ...(unreadable > 0 ? [`${unreadable} cannot be read`] : [])];
      report(`${database.name}: ${words.join(', ')}`);
      if (rows === 0) break;
    }
  }
  return total;
}

/** What still needs another key than the first: rows, and events that Kafka keeps. */
export async function stillSealed(configuration: Configuration): Promise<StillSealed> {
  useKeysOf(configuration);
  const rows: (Leftover & { database: string })[] = [];
  for (const database of databasesOf(configuration)) {
    rows.push(...(await findLeftovers(database)).map((one) => ({ database: database.name, ...one })));
  }
  const records = await findSealedRecords(kafkaOf(configuration, 'huying-rotate-keys'));
  return { rows, events: records.filter(({ key }) => key !== firstKey()) };
}
