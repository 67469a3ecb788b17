import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Flag, Refuses, Uuid } from '@huying/http';
import { AnswerDto } from '../../cases/answer-consent/answer-consent.controller.js';
import { caseProblems } from '../../cases/cases.problems.js';
import { InvitationView } from '../invitation.view.js';
import { invitationProblems } from '../invitations.problems.js';
import { AnswerInvitationHandler } from './answer-invitation.handler.js';

export class InvitationAnswerDto extends AnswerDto {
  @Flag()
  accept!: boolean;
}

export class GoBetweenAnswerDto {
  @Flag()
  accept!: boolean;
}

@Controller()
@ApiTags('Go-betweens')
export class AnswerInvitationController {
  constructor(private readonly answerInvitation: AnswerInvitationHandler) {}

  @Post('cases/:caseId/invitations/:invitationId/answers')
  @Requires('cases:answer')
  @ApiOperation({ summary: 'A side accepts or declines a go-between; nobody comes unless all accept (art. 20)' })
  @Answers(201, InvitationView)
  @Refuses(
    caseProblems.wrongState,
    caseProblems.paperWanted,
    caseProblems.representativeNotElected,
    invitationProblems.wrongState,
  )
  side(
    @Param('caseId', Uuid) caseId: string,
    @Param('invitationId', Uuid) id: string,
    @Body() body: InvitationAnswerDto,
    @By() by: Caller,
  ): Promise<InvitationView> {
    return this.answerInvitation.ofSide(caseId, id, body, by);
  }

  @Post('go-betweens/invitations/:invitationId/answer')
  @Requires('go-betweens:answer')
  @ApiOperation({ summary: 'The go-between accepts or declines' })
  @Answers(201, InvitationView)
  @Refuses(caseProblems.wrongState, invitationProblems.wrongState)
  goBetween(
    @Param('invitationId', Uuid) id: string,
    @Body() body: GoBetweenAnswerDto,
    @By() by: Caller,
  ): Promise<InvitationView> {
    return this.answerInvitation.ofGoBetween(id, body, by);
  }
}
