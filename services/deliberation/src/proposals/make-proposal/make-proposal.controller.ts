import { Body, Controller, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses, RequiresIdempotencyKey, Text } from '@huying/http';
import { ProposalView } from '../proposal.view.js';
import { proposalProblems } from '../proposals.problems.js';
import { MakeProposalHandler } from './make-proposal.handler.js';

export class ProposalDto {
  @Text({ max: 2_000, example: '3幢老人多,建议加装电梯', description: 'For everybody to read; no names of people' })
  text!: string;

  @Text({ max: 100, example: '3幢2单元' })
  place!: string;
}

@Controller('proposals')
@ApiTags('Proposals')
export class MakeProposalController {
  constructor(private readonly makeProposal: MakeProposalHandler) {}

  @Post()
  @Requires('proposals:make')
  @RequiresIdempotencyKey()
  @ApiOperation({
    summary: 'Propose a matter to consult about',
    description: 'Your household is its first supporter, and everybody in the community sees who supports it.',
  })
  @Answers(201, ProposalView)
  @Refuses(proposalProblems.noHousehold, proposalProblems.householdTooFresh, proposalProblems.tooMany)
  post(@Body() body: ProposalDto, @By() by: Caller): Promise<ProposalView> {
    return this.makeProposal.handle(body, by);
  }
}
