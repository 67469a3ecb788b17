import type { Tx } from '@huying/database';
import { inTrace } from '@huying/events';
import type { DrawResult } from '../draws/draw.js';
import type { EntryData } from '../rules/entries.js';
import { unpackConfig, type NeedConfig } from '../rules/need-config.js';
import { ClaimChanges, type ClaimChange } from './claim-changes.js';
import { eventsOf, type NeedFacts } from './claim-events.js';
import type { LogEntry } from './log-entry.js';
import { NeedChanges, type NeedChange } from './need-changes.js';
import { COMMITTED } from './watermarks.js';

/** Somebody else journals this pool, or it was rebuilt meanwhile: this batch is not ours to commit. */
export class FencedError extends Error {
  readonly code = 'journaler-fenced';
  constructor(pool: string) {
    super(`The watermark of ${pool} is not where this journaler left it.`);
  }
}

/**
 * Commits a batch of the log: watermark, ledger, what its entries make of volunteers, needs and claims, and the events, all
 * or nothing. The watermark is moved first and only from where the caller left it, so that of two journalers one is refused
 * before anything is written.
 * @param configs what decisions read of needs, as far as the caller remembers; kept up to date
 * @throws FencedError; what `isForWhatEntriesSay` knows if Redis decided what must not be, or the log holds what it must not
 */
export async function commitBatch(
  tx: Tx,
  pool: string,
  epoch: number,
  from: number,
  entries: readonly LogEntry[],
  configs = new Map<string, NeedConfig>(),
): Promise<void> {
  await enterLedger(tx, pool, epoch, from, entries);
  await new Batch(tx, pool, configs).store(entries);
  const facts = await factsOf(tx, entries);
  for (const entry of entries) {
    const id = 'need' in entry.data ? entry.data.need : undefined;
    const of = (id !== undefined && configs.get(id)?.of) || 'need';
    const { publication, draw } = (id !== undefined && facts.get(id)) || { publication: undefined, draw: undefined };
    tx.emit(...inTrace(entry.trace, eventsOf(pool, entry, { of, publication, draw })));
  }
}

/** Moves the watermark, and only then enters the entries and tells whoever waits for the commit: one statement. */
const ENTER_LEDGER = `
  WITH moved AS (
    UPDATE pools SET sequence = $4 WHERE pool = $1 AND epoch = $2 AND sequence = $3 RETURNING pool
  ), entered AS (
    INSERT INTO ledger (pool, epoch, sequence, kind, operation, need_id, volunteer_id, claim_id, data, decided_at)
    SELECT moved.pool, e.*
    FROM moved, json_to_recordset($5) AS e (epoch int, sequence bigint, kind text, operation text, need uuid,
                                            volunteer text, claim uuid, raw text, at timestamptz)
  )
  SELECT pg_notify('${COMMITTED}', concat_ws('|', pool, $2::int, $4::bigint)) FROM moved`;

async function enterLedger(
  tx: Tx,
  pool: string,
  epoch: number,
  from: number,
  entries: readonly LogEntry[],
): Promise<void> {
  const to = entries.at(-1)?.sequence ?? from;
  const rows = entries.map(({ data, at, trace: _, ...entry }) => {
    const { need, volunteer, claim } = data as Partial<Record<'need' | 'volunteer' | 'claim', string>>;
    return { ...entry, need, volunteer, claim, at: new Date(at) };
  });
  const moved = await tx.query(ENTER_LEDGER, [pool, epoch, from, to, JSON.stringify(rows)]);
  if (moved.length !== 1) throw new FencedError(pool);
}

/** Stores what entries make of a pool. What must not be gathered (a need opened, a line ranked) parts the batch. */
class Batch {
  private claims = new ClaimChanges();
  private needs = new NeedChanges();

  constructor(
    private readonly tx: Tx,
    private readonly pool: string,
    private readonly configs: Map<string, NeedConfig>,
  ) {}

  async store(entries: readonly LogEntry[]): Promise<void> {
    await this.rememberConfigs(entries);
    for (const entry of entries) {
      if (entry.kind === 'opened' || entry.kind === 'ranked' || entry.kind === 'volunteers') await this.flush();
      if (entry.kind === 'opened') await this.open(entry.data);
      if (entry.kind === 'ranked') await this.rank(entry.data);
      if (entry.kind === 'volunteers') await this.putVolunteers(entry.data);
      if (entry.kind === 'changed') this.configs.set(entry.data.need, unpackConfig(entry.data.config));
      this.claims.add(entry, 'need' in entry.data ? this.configs.get(entry.data.need) : undefined);
      this.needs.add(entry);
    }
    await this.flush();
  }

  private async rememberConfigs(entries: readonly LogEntry[]): Promise<void> {
    if (this.configs.size > 10_000) this.configs.clear();
    const ids = entries.flatMap(({ data }) => ('need' in data && !this.configs.has(data.need) ? [data.need] : []));
    if (ids.length === 0) return;
    const rows = await this.tx.query<{ id: string; config: string }>(
      `SELECT id, config FROM pool_needs WHERE id = ANY($1)`,
      [[...new Set(ids)]],
    );
    for (const { id, config } of rows) this.configs.set(id, unpackConfig(JSON.parse(config) as (string | number)[]));
  }

  private async flush(): Promise<void> {
    const changes = [...this.claims.changes.values()];
    // Ended claims first: their places may be held by others of this very batch.
    const ended = changes.filter(({ state }) => state === 'ended');
    const others = changes.filter(({ state }) => state !== 'ended');
    for (const portion of [ended, others]) {
      await updateClaims(
        this.tx,
        portion.filter(({ told }) => told === undefined),
      );
      await insertClaims(
        this.tx,
        this.pool,
        portion.filter(({ told }) => told !== undefined),
      );
    }
    await updateNeeds(this.tx, [...this.needs.changes.values()]);
    this.claims = new ClaimChanges();
    this.needs = new NeedChanges();
  }

  private async open(data: EntryData['opened']): Promise<void> {
    const config = unpackConfig(data.config);
    this.configs.set(data.need, config);
    const at = (ms: number) => (ms > 0 && ms < 8e15 ? new Date(ms).toISOString() : null);
    await this.tx.query(
      `INSERT INTO pool_needs (id, pool, publication, revision, state, phase, dispatch, series, places, starts_at, ends_at,
                               draw_at, groups_at, everyone_at, config)
       VALUES ($1, $2, $3, $4, 'open', $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
       ON CONFLICT (id) DO UPDATE SET publication = excluded.publication, revision = excluded.revision, state = 'open',
         phase = excluded.phase, wave = 1, dispatch = excluded.dispatch, series = excluded.series,
         places = excluded.places, held = 0, waiting = 0, top = 0, stood_down = NULL, starts_at = excluded.starts_at,
         ends_at = excluded.ends_at, draw_at = excluded.draw_at, groups_at = excluded.groups_at,
         everyone_at = excluded.everyone_at, config = excluded.config`,
      [
        data.need,
        this.pool,
        data.publication,
        data.revision,
        data.phase,
        config.dispatch,
        config.series,
        data.places,
        at(config.starts),
        at(config.ends),
        at(config.drawAt),
        at(config.groupsAt),
        at(config.everyoneAt),
        JSON.stringify(data.config),
      ],
    );
  }

  private async rank({ need, from, order }: EntryData['ranked']): Promise<void> {
    await this.tx.query(
      `UPDATE claims SET rank = $2 + r.index - 1
       FROM unnest($3::text[]) WITH ORDINALITY AS r (volunteer_id, index)
       WHERE claims.need_id = $1 AND claims.volunteer_id = r.volunteer_id AND claims.state = 'waiting'`,
      [need, from, order],
    );
  }

  private async putVolunteers({ records }: EntryData['volunteers']): Promise<void> {
    await this.tx.query(
      `INSERT INTO pool_volunteers (pool, id, record) SELECT $1, * FROM unnest($2::text[], $3::text[])
       ON CONFLICT (pool, id) DO UPDATE SET record = excluded.record`,
      [this.pool, records.map(([id]) => id), records.map(([, record]) => record)],
    );
  }
}

type Column = readonly [name: string, type: string, field: keyof ClaimChange];

/** The columns that entries set. */
const mutable: readonly Column[] = [
  ['state', 'text', 'state'],
  ['place', 'int', 'place'],
  ['sequence', 'bigint', 'sequence'],
  ['offer_until', 'timestamptz', 'offerUntil'],
  ['offer_source', 'text', 'offerSource'],
  ['from_volunteer', 'text', 'fromVolunteer'],
  ['from_claim', 'uuid', 'fromClaim'],
  ['ended_at', 'timestamptz', 'endedAt'],
  ['end_reason', 'text', 'endReason'],
];

/** The columns that entries add to: what they do not set stays. */
const kept: readonly Column[] = [
  ['held_at', 'timestamptz', 'heldAt'],
  ['rank', 'bigint', 'rank'],
  ['passed_refusal', 'int', 'passedRefusal'],
  ['passed_at', 'timestamptz', 'passedAt'],
  ['from_minute', 'int', 'fromMinute'],
  ['till_minute', 'int', 'tillMinute'],
  ['x', 'int', 'x'],
  ['y', 'int', 'y'],
];

/** The columns that the first entry sets for good. */
const begun: readonly Column[] = [
  ['need_id', 'uuid', 'needId'],
  ['volunteer_id', 'text', 'volunteerId'],
  ['told', 'text', 'told'],
  ['told_number', 'int', 'toldNumber'],
  ['told_sequence', 'bigint', 'toldSequence'],
  ['idempotency_key', 'text', 'key'],
  ['claimed_at', 'timestamptz', 'claimedAt'],
  ['party', 'text[]', 'party'],
  ['risk_accepted', 'boolean', 'risk'],
];

/** Changes as rows, of one parameter: so that neither side takes apart an array for each column. */
const changesAs = (alias: string, parameter: string, columns: readonly Column[]): string => {
  const types = columns.map(([, type, field]) => `"${field}" ${type}`);
  return `json_to_recordset(${parameter}) AS ${alias} (id uuid, ${types.join(', ')})`;
};

const UPDATE_CLAIMS = `
  UPDATE claims SET ${[
    ...mutable.map(
      ([name, , field]) => `${name} = CASE WHEN c.state IS NULL THEN claims.${name} ELSE c."${field}" END`,
    ),
    ...kept.map(([name, , field]) => `${name} = coalesce(c."${field}", claims.${name})`),
  ].join(', ')}
  FROM ${changesAs('c', '$1', [...mutable, ...kept])} WHERE claims.id = c.id`;

const INSERT_CLAIMS = `
  INSERT INTO claims (pool, id, ${[...mutable, ...kept, ...begun].map(([name]) => name).join(', ')})
  SELECT $1, * FROM ${changesAs('c', '$2', [...mutable, ...kept, ...begun])}`;

async function updateClaims(tx: Tx, changes: readonly ClaimChange[]): Promise<void> {
  if (changes.length > 0) await tx.query(UPDATE_CLAIMS, [JSON.stringify(changes)]);
}

async function insertClaims(tx: Tx, pool: string, changes: readonly ClaimChange[]): Promise<void> {
  if (changes.length > 0) await tx.query(INSERT_CLAIMS, [pool, JSON.stringify(changes)]);
}

async function updateNeeds(tx: Tx, changes: readonly NeedChange[]): Promise<void> {
  if (changes.length === 0) return;
  await tx.query(
    `UPDATE pool_needs SET held = pool_needs.held + c.held, waiting = pool_needs.waiting + c.waiting,
       top = greatest(pool_needs.top, c.top), places = coalesce(c.places, pool_needs.places),
       state = coalesce(c.state, pool_needs.state), phase = coalesce(c.phase, pool_needs.phase),
       wave = coalesce(c.wave, pool_needs.wave), revision = coalesce(c.revision, pool_needs.revision),
       config = coalesce(c.config, pool_needs.config), starts_at = coalesce(c.starts_at, pool_needs.starts_at),
       ends_at = coalesce(c.ends_at, pool_needs.ends_at),
       stood_down = coalesce(c.stood_down, pool_needs.stood_down)
     FROM json_to_recordset($1) AS c (id uuid, held int, waiting int, top int, places int, state text, phase text, wave int,
       revision int, config text, starts_at timestamptz, ends_at timestamptz, stood_down text)
     WHERE pool_needs.id = c.id`,
    [JSON.stringify(changes.map(needRow))],
  );
}

function needRow({ revised, stoodDown, ...change }: NeedChange) {
  if (!revised) return { ...change, stood_down: stoodDown };
  const { starts, ends } = unpackConfig(revised.config);
  return {
    ...change,
    stood_down: stoodDown,
    revision: revised.revision,
    config: JSON.stringify(revised.config),
    starts_at: new Date(starts),
    ends_at: new Date(ends),
  };
}

const TOLD_WITH_FACTS: readonly LogEntry['kind'][] = ['closed', 'drawn', 'widened'];

/** A need is published anew only once its closing is committed: no batch has entries of two of its publications. */
async function factsOf(tx: Tx, entries: readonly LogEntry[]): Promise<Map<string, Omit<NeedFacts, 'of'>>> {
  const ids = entries.flatMap(({ kind, data }) =>
    TOLD_WITH_FACTS.includes(kind) && 'need' in data ? [data.need] : [],
  );
  if (ids.length === 0) return new Map();
  const rows = await tx.query<{ id: string; publication: number; result: DrawResult | null }>(
    `SELECT n.id, n.publication, d.result
     FROM pool_needs n LEFT JOIN draws d ON d.need_id = n.id AND d.publication = n.publication WHERE n.id = ANY($1)`,
    [ids],
  );
  return new Map(rows.map(({ id, publication, result }) => [id, { publication, draw: result ?? undefined }]));
}
