import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses, Uuid, Whole } from '@huying/http';
import { caseProblems } from '../../cases/cases.problems.js';
import { InvitationView } from '../invitation.view.js';
import { invitationProblems } from '../invitations.problems.js';
import { InviteHandler } from './invite.handler.js';

export class InviteDto {
  @Whole({ min: 1, max: 5, description: 'The side from whose hometown the go-between is to be' })
  side!: number;
}

export class InvitationsView {
  @ApiProperty({ type: [InvitationView], description: 'The latest first' })
  items!: InvitationView[];
}

@Controller('cases/:caseId/invitations')
@ApiTags('Go-betweens')
export class InviteController {
  constructor(private readonly invite: InviteHandler) {}

  @Post()
  @Requires('cases:mediate')
  @ApiOperation({ summary: 'Propose the next go-between, after an impasse (art. 20)' })
  @Answers(201, InvitationView)
  @Refuses(
    caseProblems.wrongState,
    caseProblems.dataNotYours,
    invitationProblems.noImpasse,
    invitationProblems.pending,
    invitationProblems.noGoBetween,
  )
  post(@Param('caseId', Uuid) id: string, @Body() body: InviteDto, @By() by: Caller): Promise<InvitationView> {
    return this.invite.handle(id, body, by);
  }

  @Get()
  @Requires('cases:read')
  @ApiOperation({ summary: 'Go-betweens proposed in the case, with what speaks for them and what ties they have' })
  @Answers(200, InvitationsView)
  list(@Param('caseId', Uuid) id: string, @By() by: Caller): Promise<InvitationsView> {
    return this.invite.list(id, by);
  }
}
