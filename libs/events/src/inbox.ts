import type { Database, Tx } from '@huying/database';
import type { Envelope } from './envelope.js';

/** The inbox itself cannot be written, so no event is to blame: the partition waits. */
class InboxError extends Error {
  readonly passing = true;
  readonly code = 'inbox-failed';
}

/**
 * Records events as handled in this transaction, with one statement. Returns the ids of those that were not yet: an id that
 * another transaction is just recording is waited for.
 */
export async function recordAsNew(tx: Tx, events: readonly Envelope[]): Promise<Set<string>> {
  try {
    const rows = await tx.query<{ event_id: string }>(
      `INSERT INTO inbox (event_id, type) SELECT * FROM unnest($1::uuid[], $2::text[])
       ON CONFLICT DO NOTHING RETURNING event_id`,
      [events.map(({ id }) => id), events.map(({ type }) => type)],
    );
    return new Set(rows.map(({ event_id: id }) => id));
  } catch (cause) {
    throw new InboxError('The inbox cannot be written.', { cause });
  }
}

/** Longer than any topic keeps an event or a dead letter, so that even the latest replay is recognised. */
const RETENTION_DAYS = 400;

/** Forgets events that cannot come back any more. */
export async function forgetOld(database: Database): Promise<void> {
  await database.dataSource.query('DELETE FROM inbox WHERE handled_at < now() - make_interval(days => $1)', [
    RETENTION_DAYS,
  ]);
}
