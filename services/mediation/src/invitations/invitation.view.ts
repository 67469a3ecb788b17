import { ApiProperty } from '@nestjs/swagger';
import { shown } from '@huying/http';
import { withTexts, type MatchReason, type ReasonText, type TieKind } from '../matching/index.js';
import type { GoBetween } from '../mediators/mediator.entity.js';
import { goBetweenView, GoBetweenView } from '../mediators/mediator.view.js';
import { invitationStates, type Invitation, type InvitationState } from './invitation.entity.js';

export class InvitationView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'uuid' })
  caseId!: string;

  @ApiProperty({ enum: invitationStates })
  state!: InvitationState;

  @ApiProperty({ type: GoBetweenView })
  goBetween!: GoBetweenView;

  @ApiProperty({ description: 'The side whose hometown they share' })
  side!: number;

  @ApiProperty({ type: [Number], description: 'Sides that agree' })
  agreedBy!: number[];

  @ApiProperty()
  goBetweenAgrees!: boolean;

  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true } })
  reasons!: (MatchReason & ReasonText)[];

  @ApiProperty({ type: [String], description: 'Ties to people of the case, told to all sides before they answer' })
  disclosed!: TieKind[];

  @ApiProperty({ format: 'date-time' })
  proposedAt!: string;
}

export const invitationView = (one: Invitation, goBetween: GoBetween): InvitationView => {
  const { id, caseId, state, side, agreedBy, goBetweenAgrees, proposal, proposedAt } = one;
  return {
    ...{ id, caseId, state, side, agreedBy, goBetweenAgrees },
    goBetween: goBetweenView(goBetween),
    reasons: withTexts(proposal.reasons),
    disclosed: [...proposal.disclosed],
    proposedAt: shown(proposedAt),
  };
};
