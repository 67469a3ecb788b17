import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Flag, IsIdempotentByNature, Refuses, Uuid } from '@huying/http';
import { ProposalView } from '../proposal.view.js';
import { proposalProblems } from '../proposals.problems.js';
import { SupportProposalHandler } from './support-proposal.handler.js';

export class SupportDto {
  @Flag({ description: 'Whether your household supports it; false withdraws the support' })
  supports!: boolean;
}

@Controller('proposals/:proposalId/support')
@ApiTags('Proposals')
export class SupportProposalController {
  constructor(private readonly supportProposal: SupportProposalHandler) {}

  @Post()
  @Requires('proposals:make')
  @IsIdempotentByNature()
  @ApiOperation({
    summary: 'Support a proposal for your household, or withdraw that',
    description: 'A household counts once, whoever of it supports. Everybody in the community sees who supports it.',
  })
  @Answers(201, ProposalView)
  @Refuses(proposalProblems.noHousehold, proposalProblems.householdTooFresh, proposalProblems.wrongState)
  post(@Param('proposalId', Uuid) id: string, @Body() body: SupportDto, @By() by: Caller): Promise<ProposalView> {
    return this.supportProposal.handle(id, body, by);
  }
}
