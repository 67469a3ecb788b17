import type pg from 'pg';

/** What PostgreSQL sees of the one who journals a pool. */
export interface JournalingProcess {
  /** Name of the claim process. */
  readonly name: string;
}

/** Two halves of the lock's number, as pg_locks tells it. */
const LOCK = `SELECT (k >> 32)::bigint & 4294967295 AS high, k & 4294967295 AS low
              FROM (SELECT hashtextextended('claim-pool:' || $1, 0) AS k) AS lock`;

/** The process that journals a pool, if one does at this moment. */
export async function journalingProcess(database: pg.Pool, pool: string): Promise<JournalingProcess | undefined> {
  const { rows } = await database.query<{ name: string }>(
    `SELECT a.application_name AS name
     FROM (${LOCK}) AS lock
     JOIN pg_locks l ON l.locktype = 'advisory' AND l.granted AND l.classid::bigint = lock.high AND l.objid::bigint = lock.low
     JOIN pg_stat_activity a ON a.pid = l.pid`,
    [pool],
  );
  return rows[0];
}

/** Whether that process is in the midst of a transaction that enters decisions into the ledger. */
export async function isCommitting(database: pg.Pool, { name }: JournalingProcess): Promise<boolean> {
  const { rows } = await database.query(
    `SELECT 1 FROM pg_stat_activity
     WHERE application_name = $1 AND xact_start IS NOT NULL AND state <> 'idle'
       AND query ~ 'UPDATE pools SET sequence|INSERT INTO ledger|UPDATE claims|INSERT INTO claims|UPDATE pool_needs|pg_notify'`,
    [name],
  );
  return rows.length > 0;
}

/** Up to where a pool is committed. */
export async function watermarkOf(database: pg.Pool, pool: string): Promise<{ epoch: number; sequence: number }> {
  const { rows } = await database.query<{ epoch: number; sequence: string }>(
    `SELECT epoch, sequence FROM pools WHERE pool = $1`,
    [pool],
  );
  return { epoch: rows[0]?.epoch ?? 0, sequence: Number(rows[0]?.sequence ?? 0) };
}
