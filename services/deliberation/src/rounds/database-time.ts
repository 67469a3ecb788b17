import type { Tx } from '@huying/database';
import { Temporal } from 'temporal-polyfill';

/** Now, by the clock that decides when a round opens and closes: the database's, whichever process asks. */
export async function databaseTime(tx: Tx): Promise<Temporal.Instant> {
  const [{ now }] = (await tx.query<{ now: Date }>('SELECT clock_timestamp() AS now')) as [{ now: Date }];
  return Temporal.Instant.fromEpochMilliseconds(now.getTime());
}
