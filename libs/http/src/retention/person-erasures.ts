import type { Message } from '@bufbuild/protobuf';
import type { Timestamp } from '@bufbuild/protobuf/wkt';
import { eventTypeOf, publisherOf, toInstant } from '@huying/contracts';
import { ApiProperty } from '@nestjs/swagger';
import { RowNotFoundError, type Tx } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import type { ErasedPart } from './erase-person.js';

/** Grounds of PIPL art. 47 for which a person is erased. A word, so that the report holds no personal data. */
export const erasureReasons = ['consent-withdrawn', 'purpose-reached', 'service-ended', 'unlawful'] as const;
export type ErasureReason = (typeof erasureReasons)[number];

/** The tables of a service that carries the erasure of a person and reports on it, for one of its migrations. */
export const CREATE_PERSON_ERASURES = `
      CREATE TABLE person_erasures (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        subject text NOT NULL,
        reason text NOT NULL,
        requested_at timestamptz(3) NOT NULL,
        services text[] NOT NULL,
        calls uuid[] NOT NULL DEFAULT '{}',
        completed_at timestamptz(3)
      );
      CREATE INDEX person_erasures_requested ON person_erasures (community_id, requested_at DESC);
      CREATE TABLE person_erasure_answers (
        erasure_id uuid NOT NULL REFERENCES person_erasures (id),
        service text NOT NULL,
        call_id text NOT NULL,
        parts jsonb NOT NULL,
        erased_at timestamptz(3) NOT NULL,
        PRIMARY KEY (erasure_id, service, call_id)
      );`;

/** An erasure that begins. */
export interface NewErasure {
  readonly id: string;
  readonly communityId: string;
  readonly subject: 'volunteer' | 'caller';
  readonly reason: ErasureReason;
  /** Which services answer; of a caller each for each call. */
  readonly services: readonly string[];
  readonly calls?: readonly string[];
  readonly at: Temporal.Instant;
}

/** What a service answers. */
export interface ErasureAnswer {
  readonly erasureId: string;
  readonly service: string;
  /** Empty: of all there is. */
  readonly callId: string;
  readonly parts: readonly ErasedPart[];
  readonly at: Temporal.Instant;
}

export async function beginErasure(tx: Tx, erasure: NewErasure): Promise<void> {
  const { id, communityId, subject, reason, services, calls = [], at } = erasure;
  await tx.query(
    `INSERT INTO person_erasures (id, community_id, subject, reason, requested_at, services, calls)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [id, communityId, subject, reason, at.toString(), services, calls],
  );
}

/** Enters an answer; the last of them completes the erasure. An answer to an erasure that is not this service's is none of its business. */
export async function enterAnswer(tx: Tx, { erasureId, service, callId, parts, at }: ErasureAnswer): Promise<void> {
  const [erasure] = await tx.query<{ awaited: number }>(
    `SELECT cardinality(services) * greatest(1, cardinality(calls)) AS awaited FROM person_erasures WHERE id = $1 FOR UPDATE`,
    [erasureId],
  );
  if (!erasure) return;
  const told = parts.map(({ rule, rows, keptBecause }) => ({ rule, rows, keptBecause }));
  await tx.query(
    `INSERT INTO person_erasure_answers (erasure_id, service, call_id, parts, erased_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT DO NOTHING`,
    [erasureId, service, callId, JSON.stringify(told), at.toString()],
  );
  await tx.query(
    `UPDATE person_erasures SET completed_at = $2 WHERE id = $1 AND completed_at IS NULL
       AND (SELECT count(*) FROM person_erasure_answers WHERE erasure_id = $1) >= $3`,
    [erasureId, at.toString(), erasure.awaited],
  );
}

/** Enters what an event of a service answers. */
export function foldAnswer(
  tx: Tx,
  event: Message & Omit<ErasureAnswer, 'service' | 'at'> & { readonly erasedAt?: Timestamp },
): Promise<void> {
  const { erasureId, callId, parts, erasedAt } = event;
  const service = publisherOf(eventTypeOf(event));
  return enterAnswer(tx, { erasureId, service, callId, parts, at: toInstant(erasedAt) });
}

export class RemovedView {
  @ApiProperty({ description: 'The rule, as docs/retention.md calls it' })
  rule!: string;

  @ApiProperty()
  rows!: number;
}

export class KeptView extends RemovedView {
  @ApiProperty({ description: 'Why, with the article where a law says so' })
  because!: string;
}

export class ServiceErasureView {
  @ApiProperty()
  service!: string;

  @ApiProperty({ enum: ['awaited', 'erased'] })
  state!: 'awaited' | 'erased';

  @ApiProperty({ type: [RemovedView], description: 'Deleted or blanked' })
  removed!: RemovedView[];

  @ApiProperty({ type: [KeptView] })
  kept!: KeptView[];
}

/** What became of what was known of a person. It does not say of whom. */
export class PersonErasureView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: ['volunteer', 'caller'] })
  subject!: string;

  @ApiProperty({ enum: erasureReasons })
  reason!: ErasureReason;

  @ApiProperty({ enum: ['under-way', 'complete'] })
  state!: 'under-way' | 'complete';

  @ApiProperty({ format: 'date-time' })
  requestedAt!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'When every service had answered' })
  completedAt!: string | null;

  @ApiProperty({ type: [ServiceErasureView] })
  services!: ServiceErasureView[];
}

interface ErasureRow {
  subject: string;
  reason: ErasureReason;
  services: string[];
  calls: string[];
  requested_at: Date;
  completed_at: Date | null;
}

const iso = (date: Date): string => date.toISOString();

/** The report of an erasure. @throws RowNotFoundError if the community has none of that id */
export async function erasureReport(
  manager: Tx['manager'],
  id: string,
  communityId: string,
): Promise<PersonErasureView> {
  const [row] = await manager.query<ErasureRow[]>(
    `SELECT subject, reason, services, calls, requested_at, completed_at FROM person_erasures
     WHERE id = $1 AND community_id = $2`,
    [id, communityId],
  );
  if (!row) throw new RowNotFoundError('person_erasures');
  const answers = await manager.query<{ service: string; parts: ErasedPart[] }[]>(
    `SELECT service, parts FROM person_erasure_answers WHERE erasure_id = $1 ORDER BY call_id`,
    [id],
  );
  const awaited = Math.max(1, row.calls.length);
  return {
    ...{ id, subject: row.subject, reason: row.reason },
    state: row.completed_at ? 'complete' : 'under-way',
    requestedAt: iso(row.requested_at),
    completedAt: row.completed_at && iso(row.completed_at),
    services: row.services.map((service) => {
      const given = answers.filter((one) => one.service === service);
      const parts = summed(given.flatMap((one) => one.parts));
      return {
        service,
        state: given.length < awaited ? 'awaited' : 'erased',
        removed: parts.filter(({ keptBecause }) => !keptBecause).map(({ rule, rows }) => ({ rule, rows })),
        kept: parts.flatMap(({ rule, rows, keptBecause: because }) => (because ? [{ rule, rows, because }] : [])),
      };
    }),
  };
}

/** The parts of several calls, each rule once. */
function summed(parts: readonly ErasedPart[]): ErasedPart[] {
  const sums = new Map<string, ErasedPart>();
  for (const part of parts) sums.set(part.rule, { ...part, rows: part.rows + (sums.get(part.rule)?.rows ?? 0) });
  return [...sums.values()];
}
