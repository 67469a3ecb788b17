import { ApiProperty } from '@nestjs/swagger';
import type { Decided } from './decider.js';

export const outcomeStates = ['held', 'waiting', 'applied', 'offered'] as const;

/** What was decided about a claim, at the moment of deciding. */
export class OutcomeView {
  @ApiProperty({ format: 'uuid', description: 'The claim' })
  id!: string;

  @ApiProperty({ format: 'uuid' })
  needId!: string;

  @ApiProperty()
  volunteerId!: string;

  @ApiProperty({ enum: outcomeStates, description: '`applied`: to be drawn by lot, or chosen by staff' })
  state!: (typeof outcomeStates)[number];

  @ApiProperty({ type: Number, nullable: true, description: 'The place held or offered, from 1' })
  place!: number | null;

  @ApiProperty({ type: Number, nullable: true, description: 'The position in the waiting list, from 1' })
  position!: number | null;

  @ApiProperty({ description: "Number of the decision in the pool's log" })
  sequence!: number;
}

/** The outcomes of claim-place and claim-together; ten more for a key that is repeated. */
const claimed = { 1: 'held', 2: 'waiting', 3: 'applied' } as const;

/** The outcome of a claim as its script answers it. */
export function outcomeOf(
  needId: string,
  volunteerId: string,
  id: string,
  { outcome, sequence, rest }: Decided,
): OutcomeView {
  const state = claimed[(outcome % 10) as keyof typeof claimed];
  const number = Number(rest[0]);
  const held = state === 'held';
  return { id, needId, volunteerId, state, place: held ? number : null, position: held ? null : number, sequence };
}
