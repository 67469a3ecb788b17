import { encrypt, type Tx } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import type { Blank, RetentionRule } from './rule.js';

/** What each kind of blank is in SQL; `sealed` stands for a parameter. */
const blanks: Readonly<Record<Blank, (column: string, sealed: string) => string>> = {
  null: () => 'NULL',
  empty: () => `''`,
  sealed: (column, sealed) => `CASE WHEN ${column} IS NOT NULL THEN ${sealed} END`,
  'empty-list': () => `'[]'`,
  'empty-array': () => `'{}'`,
};

/** Rows that have not been blanked yet: deleted ones are not there. */
export const stillThere = (rule: RetentionRule): string => (rule.blank ? 't.erased_at IS NULL' : 'true');

/** Which rows, and with which values for its parameters. */
export interface Choice {
  readonly rows: string;
  readonly parameters: readonly unknown[];
  /** At most so many; they are locked, and those that somebody else has locked are left for the next time. */
  readonly most?: number;
}

/** Deletes rows, or blanks them. Returns how many. */
export async function remove(
  tx: Tx,
  rule: RetentionRule,
  how: 'delete' | 'blank',
  { rows, parameters, most }: Choice,
  now: Temporal.Instant,
): Promise<number> {
  const chosen = `SELECT t.ctid FROM ${rule.table} t WHERE (${rows}) AND ${stillThere(rule)}`;
  const some = most === undefined ? `${chosen} FOR UPDATE OF t` : `${chosen} LIMIT ${most} FOR UPDATE OF t SKIP LOCKED`;
  const where = `WHERE ctid = ANY (ARRAY(${some})) RETURNING 1`;
  if (how === 'delete') return (await tx.query(`DELETE FROM ${rule.table} ${where}`, parameters)).length;
  const blanked = Object.entries(rule.blank ?? {});
  const [at, sealed] = [`$${parameters.length + 1}`, `$${parameters.length + 2}`];
  const sets = [
    `erased_at = ${at}`,
    ...blanked.map(([column, blank]) => `${column} = ${blanks[blank](column, sealed)}`),
    ...(rule.versioned ? ['version = version + 1'] : []),
  ];
  // Encrypted anew for each statement.
  const seals = blanked.some(([, blank]) => blank === 'sealed') ? [encrypt('')] : [];
  const values = [...parameters, now.toString(), ...seals];
  return (await tx.query(`UPDATE ${rule.table} SET ${sets.join(', ')} ${where}`, values)).length;
}
