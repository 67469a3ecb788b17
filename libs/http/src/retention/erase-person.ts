import { blindIndex, type Tx } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import type { RetentionRule, Subject } from './rule.js';
import { remove } from './statements.js';

/** Whom it is about. */
export interface ErasedPerson {
  readonly subject: Subject;
  readonly communityId: string;
  /** The account, the call or the need. */
  readonly id: string;
}

/** What became of a person's rows by one rule. */
export interface ErasedPart {
  readonly rule: string;
  readonly rows: number;
  /** Empty: they are gone. */
  readonly keptBecause: string;
}

/**
 * Deletes or blanks what the rules say of a person, in the order of the rules, and counts what is kept. What there was nothing of is left
 * out. Again it changes nothing.
 */
export async function erasePerson(
  tx: Tx,
  rules: readonly RetentionRule[],
  { subject, communityId, id }: ErasedPerson,
  now: Temporal.Instant,
): Promise<ErasedPart[]> {
  const parts: ErasedPart[] = [];
  for (const rule of rules) {
    const wish = rule.onErasure?.[subject];
    if (!wish) continue;
    const last = Math.max(0, ...[...wish.rows.matchAll(/\$(\d)/g)].map(([, number]) => Number(number)));
    const parameters = [communityId, id, blindIndex(id)].slice(0, last);
    const rows =
      wish.do === 'keep'
        ? await count(tx, rule, wish.rows, parameters)
        : await remove(tx, rule, wish.do, { rows: wish.rows, parameters }, now);
    if (rows > 0) parts.push({ rule: rule.name, rows, keptBecause: wish.do === 'keep' ? (wish.because ?? '') : '' });
  }
  return parts;
}

async function count(tx: Tx, { table }: RetentionRule, rows: string, parameters: readonly string[]): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM ${table} t WHERE ${rows}`,
    parameters,
  );
  return row?.count ?? 0;
}
