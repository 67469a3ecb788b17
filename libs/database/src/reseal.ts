import type pg from 'pg';
import { EncryptionError, firstKey, reseal, sealedText } from './encryption.js';
import { onDatabase, type DatabaseOnServer } from './on-database.js';

/** Where sealed texts were found that the first key has not sealed. */
export interface Leftover {
  readonly table: string;
  readonly column: string;
  /** The mark of the key that sealed them. */
  readonly key: string;
  readonly rows: number;
}

/** What a round over one database did. */
export interface Resealed {
  readonly database: string;
  readonly rows: number;
  /** Rows whose sealed text is of a key that is not ours, or has been changed: they stay as they are. */
  readonly unreadable: number;
}

interface TextTable {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/** Pages of a table (8 kB each) that one statement looks through. */
const PAGES_AT_ONCE = 512;

const TABLES = `
  SELECT c.oid::regclass::text AS name,
         json_agg(json_build_object('name', quote_ident(a.attname), 'type', format_type(a.atttypid, a.atttypmod))
                  ORDER BY a.attnum) AS columns
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
  WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND a.atttypid = ANY ('{text,varchar,json,jsonb,text[],varchar[],jsonb[]}'::regtype[])
  GROUP BY c.oid ORDER BY 1`;

/**
 * Seals with the first key whatever another of our keys has sealed, in every text of every table of one database: no list of columns can
 * be forgotten. Others may write meanwhile: a text is replaced only if it is still the one that was read. What is done is done; begun
 * again, only the rest is left.
 */
export async function resealDatabase(
  database: DatabaseOnServer,
  report: (progress: { readonly table: string; readonly done: number; readonly of: number }) => void = () => undefined,
): Promise<Resealed> {
  return onDatabase(database, async (client) => {
    // Thousands of small commits: what a crash takes back is found again by the next round.
    await client.query('SET synchronous_commit = off');
    let [rows, unreadable] = [0, 0];
    for (const table of await tablesOf(client)) {
      const pages = await pagesOf(client, table);
      for (let page = 0; page < pages; page += PAGES_AT_ONCE) {
        const done = await resealPages(client, table, page);
        rows += done.rows;
        unreadable += done.unreadable;
        report({ table: table.name, done: Math.min(pages, page + PAGES_AT_ONCE), of: pages });
      }
    }
    // A commit that waits for the disk takes along all before it: a key is thrown away afterwards.
    await client.query('SET synchronous_commit = on');
    await client.query('SELECT pg_current_xact_id()');
    return { database: database.name, rows, unreadable };
  });
}

/** Where texts of one database are sealed with any key but the first; none if the others may go. */
export async function findLeftovers(database: DatabaseOnServer): Promise<Leftover[]> {
  return onDatabase(database, async (client) => {
    const found: Leftover[] = [];
    for (const { name, columns } of await tablesOf(client)) {
      const looks = columns.map(
        (column) => `
          SELECT '${name.replaceAll("'", "''")}' AS "table", '${column.name.replaceAll("'", "''")}' AS "column", mark[1] AS key, count(DISTINCT t.ctid)::int AS rows
          FROM ${name} t, regexp_matches(t.${column.name}::text, '${sealedText.source}', 'g') AS mark
          WHERE t.${column.name}::text LIKE '%v1.aesgcm256.%' AND mark[1] <> $1 GROUP BY 3`,
      );
      const { rows } = await client.query<Leftover>(looks.join(' UNION ALL '), [firstKey()]);
      found.push(...rows);
    }
    return found;
  });
}

async function tablesOf(client: pg.Client): Promise<TextTable[]> {
  const { rows } = await client.query<TextTable>(TABLES);
  return rows;
}

async function pagesOf(client: pg.Client, { name }: TextTable): Promise<number> {
  const { rows } = await client.query<{ pages: number }>(
    `SELECT (pg_relation_size($1::regclass) / current_setting('block_size')::int)::int AS pages`,
    [name],
  );
  return rows[0]?.pages ?? 0;
}

/** One run of pages, row by row where something is to be done: what changes moves behind the pages that were there, sealed anew. */
async function resealPages(client: pg.Client, { name, columns }: TextTable, from: number) {
  const stale = sealedText.source.replace('(', `(?!${firstKey()})(`);
  const anyStale = columns.map(({ name: column }) => `${column}::text ~ $3`).join(' OR ');
  const texts = columns.map(({ name: column }) => `${column}::text`).join(', ');
  const { rows: found } = await client.query<{ ctid: string; texts: (string | null)[] }>(
    `SELECT ctid::text, ARRAY[${texts}] AS texts FROM ${name} WHERE ctid >= $1::tid AND ctid < $2::tid AND (${anyStale})`,
    [`(${from},0)`, `(${from + PAGES_AT_ONCE},0)`, stale],
  );
  let [rows, unreadable] = [0, 0];
  for (const { ctid, texts: before } of found) {
    const after = before.map((text) => text && resealAll(text));
    if (after.some((text) => text && isStale(text))) unreadable += 1;
    const changed = columns.flatMap(({ name: column, type }, index) =>
      after[index] === before[index] ? [] : [{ column, type, was: before[index], is: after[index] }],
    );
    if (changed.length === 0) continue;
    // As it was read, or not at all: what somebody has written meanwhile is sealed with the first key, or found by the next round. Each
    // row by itself, so that nobody waits for more than one.
    const { rowCount } = await client.query(
      `UPDATE ${name} SET ${changed.map(({ column, type }, n) => `${column} = $${2 * n + 2}::text::${type}`).join(', ')}
       WHERE ctid = $1::tid AND ${changed.map(({ column }, n) => `${column}::text = $${2 * n + 3}`).join(' AND ')}`,
      [ctid, ...changed.flatMap(({ was, is }) => [is, was])],
    );
    rows += rowCount ?? 0;
  }
  return { rows, unreadable };
}

const sealedTexts = new RegExp(sealedText.source, 'g');

const isStale = (text: string): boolean => [...text.matchAll(sealedTexts)].some(([, key]) => key !== firstKey());

/** A sealed text may be all of a value or stand within it, as in an event that waits. */
function resealAll(text: string): string {
  return text.replace(sealedTexts, (sealed) => {
    try {
      return reseal(sealed);
    } catch (error) {
      if (error instanceof EncryptionError) return sealed;
      throw error;
    }
  });
}
