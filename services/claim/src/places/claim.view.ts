import { ApiProperty } from '@nestjs/swagger';
import { shown } from '@huying/http';
import type { EntityManager } from 'typeorm';
import { claimStates, type Claim, type ClaimState } from '../claim.entity.js';
import { endReasons, offerSources, type EndReason, type OfferSource } from '../rules/entries.js';
import { refusalName } from '../rules/index.js';

/** Why somebody in line was passed by others behind. */
export class PassedView {
  @ApiProperty({ description: 'Code of the refusal, or party-too-large', example: 'time-clash' })
  reason!: string;

  @ApiProperty({ format: 'date-time' })
  at!: string;
}

/** Why a line does not move at present. */
export const stills = ['all-held', 'all-offered', 'to-be-drawn', 'to-be-chosen', 'closed', 'passed-over'] as const;

/** A claim as the API shows it. */
export class ClaimView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'uuid' })
  needId!: string;

  @ApiProperty()
  volunteerId!: string;

  @ApiProperty({ enum: claimStates })
  state!: ClaimState;

  @ApiProperty({ type: Number, nullable: true, description: 'The place held, from 1' })
  place!: number | null;

  @ApiProperty({ type: Number, nullable: true, description: 'The position in the waiting list, from 1' })
  position!: number | null;

  @ApiProperty({ enum: stills, nullable: true, description: 'While waiting: why the line does not move' })
  still!: (typeof stills)[number] | null;

  @ApiProperty({ type: PassedView, nullable: true, description: 'When somebody behind got a place instead, and why' })
  passed!: PassedView | null;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'date-time',
    description: 'Until when an offer can be accepted',
  })
  offerUntil!: string | null;

  @ApiProperty({ enum: offerSources, nullable: true, description: 'Where an offered place comes from' })
  offerSource!: OfferSource | null;

  @ApiProperty({ description: 'How many claim together with this one, itself included; 1: alone' })
  together!: number;

  @ApiProperty({ description: "Number in the pool's log of the last change" })
  sequence!: number;

  @ApiProperty({ format: 'date-time' })
  claimedAt!: string;

  @ApiProperty({ type: String, nullable: true, format: 'date-time' })
  heldAt!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'date-time',
    description: 'When the thing pledged by it was delivered: from then on it is not given back',
  })
  deliveredAt!: string | null;

  @ApiProperty({ type: String, nullable: true, format: 'date-time' })
  endedAt!: string | null;

  @ApiProperty({ enum: endReasons, nullable: true })
  endReason!: EndReason | null;
}

/** Where a claim stands in its line, and why that does not move. */
export interface Standing {
  readonly position: number;
  readonly still: (typeof stills)[number];
}

/** The standings of claims that wait, by claim. Friends who go together stand at one position. */
export async function standingsOf(manager: EntityManager, claims: readonly Claim[]): Promise<Map<string, Standing>> {
  const waiting = claims.filter(({ state }) => state === 'waiting').map(({ id }) => id);
  if (waiting.length === 0) return new Map();
  const rows = await manager.query<({ id: string } & Standing)[]>(
    `SELECT c.id,
       (SELECT count(*)::int FROM claims b WHERE b.need_id = c.need_id AND b.state = 'waiting' AND b.rank <= c.rank
          AND (b.party IS NULL OR b.party[1] = b.volunteer_id)) AS position,
       CASE WHEN n.state = 'closed' THEN 'closed'
            WHEN n.phase = 'gathering' AND n.dispatch = 'draw' THEN 'to-be-drawn'
            WHEN n.dispatch = 'approval' THEN 'to-be-chosen'
            WHEN n.held < n.places THEN 'passed-over'
            WHEN EXISTS (SELECT FROM claims b WHERE b.need_id = c.need_id AND b.state = 'offered') THEN 'all-offered'
            ELSE 'all-held' END AS still
     FROM claims c JOIN pool_needs n ON n.id = c.need_id WHERE c.id = ANY($1)`,
    [waiting],
  );
  return new Map(rows.map(({ id, position, still }) => [id, { position, still }]));
}

const orNull = <Value>(value: Value | null, show: (value: Value) => string): string | null =>
  value === null ? null : show(value);

/** A claim for somebody who may see it. */
export function claimView(claim: Claim, standing?: Standing): ClaimView {
  const { passedRefusal, passedAt } = claim;
  return {
    id: claim.id,
    needId: claim.needId,
    volunteerId: claim.volunteerId,
    state: claim.state,
    place: claim.place,
    position: standing?.position ?? null,
    still: standing?.still ?? null,
    passed: passedRefusal !== null && passedAt ? { reason: refusalName(passedRefusal), at: shown(passedAt) } : null,
    offerUntil: orNull(claim.offerUntil, shown),
    offerSource: claim.offerSource,
    together: claim.party?.length ?? 1,
    sequence: claim.sequence,
    claimedAt: shown(claim.claimedAt),
    heldAt: orNull(claim.heldAt, shown),
    deliveredAt: orNull(claim.deliveredAt, shown),
    endedAt: orNull(claim.endedAt, shown),
    endReason: claim.endReason,
  };
}
