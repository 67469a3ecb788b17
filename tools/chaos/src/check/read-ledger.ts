import type { EntryKind } from './kinds.js';
import type pg from 'pg';
import type { LedgerEntry } from './ledger.js';

const PORTION = 5_000;

interface Row {
  epoch: number;
  sequence: string;
  kind: EntryKind;
  operation: string | null;
  data: string;
  at: string;
}

/** One pool's ledger from its first number on, in portions: its length does not matter. */
export async function* readLedger(database: pg.Pool, pool: string): AsyncGenerator<LedgerEntry> {
  let after = 0;
  for (;;) {
    const { rows } = await database.query<Row>(
      `SELECT epoch, sequence, kind, operation, data, (extract(epoch FROM decided_at) * 1000)::bigint AS at
       FROM ledger WHERE pool = $1 AND sequence > $2 ORDER BY sequence LIMIT ${PORTION}`,
      [pool, after],
    );
    for (const { epoch, sequence, kind, operation, data, at } of rows) {
      const fact = { kind, data: JSON.parse(data) as unknown };
      yield { ...fact, epoch, sequence: Number(sequence), operation, at: Number(at) } as LedgerEntry;
    }
    const last = rows.at(-1);
    if (!last) return;
    after = Number(last.sequence);
  }
}

/** The last number that each epoch of a pool has committed. */
export async function epochEnds(database: pg.Pool, pool: string): Promise<Map<number, number>> {
  const { rows } = await database.query<{ epoch: number; last: string }>(
    `SELECT epoch, max(sequence) AS last FROM ledger WHERE pool = $1 GROUP BY epoch ORDER BY epoch`,
    [pool],
  );
  return new Map(rows.map(({ epoch, last }) => [epoch, Number(last)]));
}
