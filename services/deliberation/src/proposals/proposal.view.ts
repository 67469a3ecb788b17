import { ApiProperty } from '@nestjs/swagger';
import { shown } from '@huying/http';
import { proposalStates, type Proposal, type ProposalState } from './proposal.entity.js';

export class ProposalView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: proposalStates })
  state!: ProposalState;

  @ApiProperty()
  text!: string;

  @ApiProperty({ description: 'Where in the estate' })
  place!: string;

  @ApiProperty({ description: 'Households that support it; who they are is public' })
  supporters!: number;

  @ApiProperty({ description: 'Households whose support makes it ready for staff' })
  supportersNeeded!: number;

  @ApiProperty({ description: 'Whether you made it' })
  own!: boolean;

  @ApiProperty({ type: String, nullable: true, description: 'Why it is not taken up, for whoever made it and staff' })
  declination!: string | null;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The consultation that was opened from it',
  })
  consultationId!: string | null;

  @ApiProperty({ format: 'date-time' })
  madeAt!: string;
}

export const proposalView = (one: Proposal, personId: string): ProposalView => {
  const { id, state, text, place, supporters, supportersNeeded, declination, consultationId } = one;
  return {
    ...{ id, state, text, place, supporters, supportersNeeded, declination, consultationId },
    ...{ own: one.madeBy === personId, madeAt: shown(one.madeAt) },
  };
};
