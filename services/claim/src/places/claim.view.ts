import { ApiProperty } from '@nestjs/swagger';
import { shown } from '@huying/http';
import type { EntityManager } from 'typeorm';
import { claimStates, endReasons, type Claim, type ClaimEndReason, type ClaimState } from '../claim.entity.js';

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

  @ApiProperty({ description: "Number in the pool's log of the last change" })
  sequence!: number;

  @ApiProperty({ format: 'date-time' })
  claimedAt!: string;

  @ApiProperty({ type: String, nullable: true, format: 'date-time' })
  heldAt!: string | null;

  @ApiProperty({ type: String, nullable: true, format: 'date-time' })
  endedAt!: string | null;

  @ApiProperty({ enum: endReasons, nullable: true })
  endReason!: ClaimEndReason | null;
}

/** The positions of claims that wait, by claim. */
export async function positionsOf(manager: EntityManager, claims: readonly Claim[]): Promise<Map<string, number>> {
  const waiting = claims.filter(({ state }) => state === 'waiting').map(({ id }) => id);
  if (waiting.length === 0) return new Map();
  const rows = await manager.query<{ id: string; position: number }[]>(
    `SELECT c.id, (SELECT count(*)::int FROM claims b
                   WHERE b.need_id = c.need_id AND b.state = 'waiting' AND b.told_sequence <= c.told_sequence) AS position
     FROM claims c WHERE c.id = ANY($1)`,
    [waiting],
  );
  return new Map(rows.map(({ id, position }) => [id, position]));
}

/** A claim for somebody who may see it. */
export function claimView(claim: Claim, position: number | null = null): ClaimView {
  return {
    id: claim.id,
    needId: claim.needId,
    volunteerId: claim.volunteerId,
    state: claim.state,
    place: claim.place,
    position,
    sequence: claim.sequence,
    claimedAt: shown(claim.claimedAt),
    heldAt: shown(claim.heldAt),
    endedAt: shown(claim.endedAt),
    endReason: claim.endReason,
  };
}
