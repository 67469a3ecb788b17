import type { Tx } from '@huying/database';
import { Temporal } from 'temporal-polyfill';

/** Now, by the clock that decides when a round opens and closes: the database's, whichever process asks. */
export async function databaseTime(tx: Tx): Promise<Temporal.Instant> {
  const [row] = await tx.query<{ now: string }>(
    'SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint::text AS now',
  );
  return Temporal.Instant.fromEpochMilliseconds(Number(row?.now));
}
