import { create } from '@bufbuild/protobuf';
import { ClaimPersonErasedSchema, toTimestamp } from '@huying/contracts';
import type { Database } from '@huying/database';
import { answerErasure } from '@huying/http';
import { Temporal } from 'temporal-polyfill';
import { claimRetention } from '../claim-retention.js';
import { readLogEntry, type StreamEntry } from '../journal/log-entry.js';
import type { KnownVolunteer } from '../known/known-volunteer.js';
import type { PoolHand } from '../places/pool-hand.js';
import type { PoolKeys } from '../pools/pool-keys.js';

/** Entries of the log that are read at a time. */
const PORTION = 1_000;

/** Who is erased, and has not been answered for. */
export const isToForget = (row: KnownVolunteer): boolean => row.erasure_id !== null && !row.erasure_answered;

/**
 * Removes the last that is known of whoever is erased, once Redis has their empty record and their claims have ended: what the log and the
 * ledger say of how they became known. Then, and only then, it is answered. Again it changes nothing.
 */
export async function forgetVolunteers(
  { database, hand }: { readonly database: Database; readonly hand: PoolHand },
  keys: PoolKeys,
  rows: readonly KnownVolunteer[],
): Promise<void> {
  if (rows.length === 0) return;
  await hand.awaitEverything(keys);
  const ids = new Set(rows.map(({ id }) => id));
  await forgetInLog(hand, keys, ids);
  for (const { id, erasure_id: erasureId, erased_at: erasedAt } of rows) {
    if (!erasureId || !erasedAt) continue;
    const at = toTimestamp(Temporal.Instant.fromEpochMilliseconds(erasedAt.getTime()));
    const event = { communityId: keys.pool, erasureId, erasedAt: at };
    await database.withTransaction(async (tx) => {
      const told = await tx.query(
        `UPDATE known_volunteers SET erasure_answered = true
         WHERE pool = $1 AND id = $2 AND erasure_id = $3 AND NOT erasure_answered RETURNING id`,
        [keys.pool, id, erasureId],
      );
      if (told.length === 0) return;
      const answer = await answerErasure(tx, claimRetention, event, { subject: 'volunteer', id });
      tx.emit(create(ClaimPersonErasedSchema, answer));
    });
  }
}

/** Takes out of the log how they became known. All of it is committed, and nobody reads behind the watermark. */
async function forgetInLog(hand: PoolHand, keys: PoolKeys, ids: ReadonlySet<string>): Promise<void> {
  for (let from = '-'; ;) {
    const entries = (await hand.redis.guarded((client) =>
      client.xrange(keys.log, from, '+', 'COUNT', PORTION),
    )) as StreamEntry[];
    const gone = entries.filter((entry) => {
      const { kind, data } = readLogEntry(entry);
      return kind === 'volunteers' && data.records.some(([id, record]) => ids.has(id) && !isEmpty(record));
    });
    if (gone.length > 0) await hand.redis.guarded((client) => client.xdel(keys.log, ...gone.map(([id]) => id)));
    const last = entries.at(-1)?.[0];
    if (entries.length < PORTION || last === undefined) return;
    from = `(${last}`;
  }
}

/** A record of somebody of whom nothing is known. */
const isEmpty = (record: string): boolean => /^\d+\x1f\x1f0\x1f*$/.test(record);
