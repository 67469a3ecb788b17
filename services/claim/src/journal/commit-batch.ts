import { create, type Message } from '@bufbuild/protobuf';
import {
  EndReason,
  PlaceHeldSchema,
  PlaceReleasedSchema,
  PlacesClosedSchema,
  PlacesOpenedSchema,
  toTimestamp,
  WaitingListJoinedSchema,
  WaitingListLeftSchema,
} from '@huying/contracts';
import type { Tx } from '@huying/database';
import { Temporal } from 'temporal-polyfill';
import type { ClaimEndReason, ClaimState } from '../claim.entity.js';
import type { LogEntry } from './log-entry.js';
import { COMMITTED } from './watermarks.js';

/** Somebody else journals this pool, or it was rebuilt meanwhile: this batch is not ours to commit. */
export class FencedError extends Error {
  readonly code = 'journaler-fenced';
  constructor(pool: string) {
    super(`The watermark of ${pool} is not where this journaler left it.`);
  }
}

/** What a batch makes of one claim. */
interface ClaimChange {
  readonly id: string;
  readonly needId: string;
  readonly volunteerId: string;
  state: ClaimState;
  place: number | null;
  sequence: number;
  heldAt: string | null;
  endedAt: string | null;
  endReason: ClaimEndReason | null;
  /** Only for claims that begin in this batch. */
  begun: { told: 'held' | 'waiting'; number: number; sequence: number; key: string; at: string } | null;
}

const time = (at: number): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(at);

/** The claims that a batch changes, each as it is after the last of its entries. */
function fold(entries: readonly LogEntry[]): ClaimChange[] {
  const changes = new Map<string, ClaimChange>();
  for (const entry of entries) {
    if (entry.kind === 'opened' || entry.kind === 'closed' || entry.kind === 'volunteers' || entry.kind === 'rebuilt')
      continue;
    const { data, sequence } = entry;
    const at = time(entry.at).toString();
    const before = changes.get(data.claim);
    const change: ClaimChange = before ?? {
      id: data.claim,
      needId: data.need,
      volunteerId: data.volunteer,
      state: 'waiting',
      place: null,
      sequence,
      heldAt: null,
      endedAt: null,
      endReason: null,
      begun: null,
    };
    change.sequence = sequence;
    if (entry.kind === 'held' || entry.kind === 'waiting') {
      change.begun = { told: entry.kind, number: data.number, sequence, key: entry.data.key, at };
    }
    if (entry.kind === 'held' || entry.kind === 'promoted') {
      change.state = 'held';
      change.place = data.number;
      change.heldAt = at;
    }
    if (entry.kind === 'released' || entry.kind === 'left') {
      change.state = 'ended';
      change.place = null;
      change.endedAt = at;
      change.endReason = entry.data.reason;
    }
    changes.set(data.claim, change);
  }
  return [...changes.values()];
}

const endReasons: Record<ClaimEndReason, EndReason> = {
  volunteer: EndReason.VOLUNTEER,
  staff: EndReason.STAFF,
  'need-ended': EndReason.NEED_ENDED,
  'no-longer-fit': EndReason.NO_LONGER_FIT,
};

/** What the platform tells of an entry. */
function eventOf(pool: string, entry: LogEntry, need: NeedTimes | undefined): Message | undefined {
  const at = toTimestamp(time(entry.at));
  const sequence = BigInt(entry.sequence);
  if (entry.kind === 'volunteers' || entry.kind === 'rebuilt') return undefined;
  const common = { communityId: pool, needId: entry.data.need, sequence };
  if (entry.kind === 'opened') {
    const { publication } = entry.data;
    return create(PlacesOpenedSchema, {
      ...common,
      publication,
      places: need?.places ?? 0,
      opensAt: toTimestamp(Temporal.Instant.fromEpochMilliseconds(need?.opens ?? entry.at)),
    });
  }
  if (entry.kind === 'closed') {
    return create(PlacesClosedSchema, { ...common, publication: need?.publication ?? 0, closedAt: at });
  }
  const { data } = entry;
  const claim = { ...common, claimId: data.claim, volunteerId: data.volunteer };
  switch (entry.kind) {
    case 'held':
    case 'promoted':
      return create(PlaceHeldSchema, {
        ...claim,
        place: data.number,
        fromWaitingList: entry.kind === 'promoted',
        heldAt: at,
      });
    case 'waiting':
      return create(WaitingListJoinedSchema, { ...claim, position: data.number, joinedAt: at });
    case 'released':
      return create(PlaceReleasedSchema, {
        ...claim,
        place: data.number,
        reason: endReasons[entry.data.reason],
        releasedAt: at,
      });
    case 'left':
      return create(WaitingListLeftSchema, { ...claim, reason: endReasons[entry.data.reason], leftAt: at });
  }
}

interface NeedTimes {
  readonly id: string;
  readonly places: number;
  readonly publication: number;
  readonly opens: number;
}

/**
 * Commits a batch of the log: watermark, ledger, claims, counts and events, all or nothing. The watermark is moved
 * first and only from where the caller left it, so that of two journalers one is refused before anything is written.
 * @throws FencedError; a unique violation if Redis decided what must not be
 */
export async function commitBatch(
  tx: Tx,
  pool: string,
  epoch: number,
  from: number,
  entries: readonly LogEntry[],
): Promise<void> {
  const to = entries.at(-1)?.sequence ?? from;
  const moved = await tx.query(
    `UPDATE pools SET sequence = $4 WHERE pool = $1 AND epoch = $2 AND sequence = $3 RETURNING pool`,
    [pool, epoch, from, to],
  );
  if (moved.length !== 1) throw new FencedError(pool);
  await enterLedger(tx, pool, entries);
  const changes = fold(entries);
  // Ended claims first: their places may be held by others of this very batch.
  await store(
    tx,
    pool,
    changes.filter(({ state }) => state === 'ended'),
  );
  await store(
    tx,
    pool,
    changes.filter(({ state }) => state !== 'ended'),
  );
  const touched = [...new Set(changes.map(({ needId }) => needId))];
  if (touched.length > 0) await count(tx, touched);
  const needs = await timesOf(tx, entries);
  for (const entry of entries) {
    const event = eventOf(pool, entry, 'need' in entry.data ? needs.get(entry.data.need) : undefined);
    if (event) tx.emit(event);
  }
  await tx.query(`SELECT pg_notify('${COMMITTED}', $1)`, [`${pool}|${epoch}|${to}`]);
}

async function enterLedger(tx: Tx, pool: string, entries: readonly LogEntry[]): Promise<void> {
  const part = (name: 'need' | 'volunteer' | 'claim') =>
    entries.map(({ data }) => (data as Partial<Record<typeof name, string>>)[name] ?? null);
  await tx.query(
    `INSERT INTO ledger (pool, epoch, sequence, kind, need_id, volunteer_id, claim_id, data, decided_at)
     SELECT $1, * FROM unnest($2::int[], $3::bigint[], $4::text[], $5::uuid[], $6::text[], $7::uuid[], $8::jsonb[], $9::timestamptz[])`,
    [
      pool,
      entries.map(({ epoch }) => epoch),
      entries.map(({ sequence }) => sequence),
      entries.map(({ kind }) => kind),
      part('need'),
      part('volunteer'),
      part('claim'),
      entries.map(({ raw }) => raw),
      entries.map(({ at }) => time(at).toString()),
    ],
  );
}

async function store(tx: Tx, pool: string, changes: readonly ClaimChange[]): Promise<void> {
  const begun = changes.filter(({ begun }) => begun);
  const continued = changes.filter(({ begun }) => !begun);
  if (continued.length > 0) {
    await tx.query(
      `UPDATE claims SET state = c.state, place = c.place, sequence = c.sequence,
              held_at = coalesce(c.held_at, claims.held_at), ended_at = c.ended_at, end_reason = c.end_reason
       FROM unnest($1::uuid[], $2::text[], $3::int[], $4::bigint[], $5::timestamptz[], $6::timestamptz[], $7::text[])
         AS c (id, state, place, sequence, held_at, ended_at, end_reason)
       WHERE claims.id = c.id`,
      columnsOf(continued, ['id', 'state', 'place', 'sequence', 'heldAt', 'endedAt', 'endReason']),
    );
  }
  if (begun.length > 0) {
    await tx.query(
      `INSERT INTO claims (pool, id, state, place, sequence, held_at, ended_at, end_reason, need_id, volunteer_id,
                           told, told_number, told_sequence, idempotency_key, claimed_at)
       SELECT $1, * FROM unnest($2::uuid[], $3::text[], $4::int[], $5::bigint[], $6::timestamptz[], $7::timestamptz[],
                                $8::text[], $9::uuid[], $10::text[], $11::text[], $12::int[], $13::bigint[], $14::text[],
                                $15::timestamptz[])`,
      [
        pool,
        ...columnsOf(begun, [
          'id',
          'state',
          'place',
          'sequence',
          'heldAt',
          'endedAt',
          'endReason',
          'needId',
          'volunteerId',
        ]),
        begun.map((change) => change.begun?.told),
        begun.map((change) => change.begun?.number),
        begun.map((change) => change.begun?.sequence),
        begun.map((change) => change.begun?.key),
        begun.map((change) => change.begun?.at),
      ],
    );
  }
}

function columnsOf(changes: readonly ClaimChange[], names: readonly (keyof ClaimChange)[]): unknown[][] {
  return names.map((name) => changes.map((change) => change[name]));
}

/** Counts anew rather than up and down, so that the counts can never drift from the claims. */
async function count(tx: Tx, needIds: readonly string[]): Promise<void> {
  await tx.query(
    `UPDATE known_needs SET held = c.held, waiting = c.waiting
     FROM (SELECT n.id, count(*) FILTER (WHERE state = 'held') AS held, count(*) FILTER (WHERE state = 'waiting') AS waiting
           FROM unnest($1::uuid[]) AS n (id) LEFT JOIN claims ON claims.need_id = n.id AND claims.state <> 'ended'
           GROUP BY n.id) AS c
     WHERE known_needs.id = c.id`,
    [needIds],
  );
}

async function timesOf(tx: Tx, entries: readonly LogEntry[]): Promise<Map<string, NeedTimes>> {
  const ids = entries.flatMap((entry) => (entry.kind === 'opened' || entry.kind === 'closed' ? [entry.data.need] : []));
  if (ids.length === 0) return new Map();
  const rows = await tx.query<NeedTimes>(
    `SELECT id, places, publication, (extract(epoch FROM opens_at) * 1000)::float8 AS opens FROM known_needs WHERE id = ANY($1)`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
