import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers } from '@huying/http';
import { disputeKinds, type DisputeKind } from '../../kinds/kinds.js';
import { InvitationView } from '../invitation.view.js';
import { OwnInvitationsHandler } from './own-invitations.handler.js';

/** When and where a go-between is to come. */
export class InvitedToView {
  @ApiProperty({ format: 'date-time' })
  startsAt!: string;

  @ApiProperty({ format: 'date-time' })
  endsAt!: string;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  venueId!: string | null;

  @ApiProperty({ type: String, nullable: true })
  place!: string | null;
}

export class OwnInvitationView extends InvitationView {
  @ApiProperty({ enum: disputeKinds })
  kind!: DisputeKind;

  @ApiProperty({ type: [InvitedToView], description: 'Once all have accepted: the sessions to come' })
  sessions!: InvitedToView[];
}

export class OwnInvitationsView {
  @ApiProperty({ type: [OwnInvitationView], description: 'The latest first' })
  items!: OwnInvitationView[];
}

@Controller('go-betweens/invitations')
@ApiTags('Go-betweens')
export class OwnInvitationsController {
  constructor(private readonly ownInvitations: OwnInvitationsHandler) {}

  @Get()
  @Requires('go-betweens:answer')
  @ApiOperation({ summary: 'To which cases the caller is invited as a go-between, and when they meet' })
  @Answers(200, OwnInvitationsView)
  get(@By() by: Caller): Promise<OwnInvitationsView> {
    return this.ownInvitations.handle(by);
  }
}
