import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Flag, Refuses, Uuid } from '@huying/http';
import { AppointmentView } from '../appointment.view.js';
import { appointmentProblems } from '../appointments.problems.js';
import { AnswerProposalHandler } from './answer-proposal.handler.js';

export class AnswerProposalDto {
  @Flag({ description: 'Whether you are willing to hold the office' })
  willing!: boolean;
}

@Controller('appointments/:appointmentId/answer')
@ApiTags('Appointments')
export class AnswerProposalController {
  constructor(private readonly answerProposal: AnswerProposalHandler) {}

  @Post()
  @Requires('appointments:answer')
  @ApiOperation({ summary: 'Say whether you are willing: only the person themself, until they are appointed' })
  @Answers(201, AppointmentView)
  @Refuses(appointmentProblems.wrongState)
  post(
    @Param('appointmentId', Uuid) id: string,
    @Body() body: AnswerProposalDto,
    @By() by: Caller,
  ): Promise<AppointmentView> {
    return this.answerProposal.handle(id, body, by);
  }
}
