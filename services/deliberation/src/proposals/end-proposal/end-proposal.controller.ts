import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, ReasonDto, Refuses, Uuid } from '@huying/http';
import { consultationProblems } from '../../consultations/consultations.problems.js';
import { ConsultationDto } from '../../consultations/open-consultation/open-consultation.controller.js';
import { ProposalView } from '../proposal.view.js';
import { proposalProblems } from '../proposals.problems.js';
import { EndProposalHandler } from './end-proposal.handler.js';

@Controller('proposals/:proposalId')
@ApiTags('Proposals')
export class EndProposalController {
  constructor(private readonly endProposal: EndProposalHandler) {}

  @Post('consultation')
  @Requires('consultations:run')
  @ApiOperation({ summary: 'Open a consultation from a proposal that enough households support' })
  @Answers(201, ProposalView)
  @Refuses(proposalProblems.wrongState, consultationProblems.problemUnknown, consultationProblems.problemTakenUp)
  takeUp(
    @Param('proposalId', Uuid) id: string,
    @Body() body: ConsultationDto,
    @By() by: Caller,
  ): Promise<ProposalView> {
    return this.endProposal.takeUp(id, body, by);
  }

  @Post('declination')
  @Requires('consultations:run')
  @ApiOperation({ summary: 'Do not take a proposal up; from then on only whoever made it and staff see it' })
  @Answers(201, ProposalView)
  @Refuses(proposalProblems.wrongState)
  decline(@Param('proposalId', Uuid) id: string, @Body() body: ReasonDto, @By() by: Caller): Promise<ProposalView> {
    return this.endProposal.decline(id, body, by);
  }

  @Post('withdrawal')
  @Requires('proposals:make')
  @ApiOperation({ summary: 'Take back what you proposed' })
  @Answers(201, ProposalView)
  @Refuses(proposalProblems.wrongState, proposalProblems.notYours)
  withdraw(@Param('proposalId', Uuid) id: string, @By() by: Caller): Promise<ProposalView> {
    return this.endProposal.withdraw(id, by);
  }
}
