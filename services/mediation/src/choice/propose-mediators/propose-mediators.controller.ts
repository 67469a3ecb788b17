import { Controller, Get, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses, Uuid } from '@huying/http';
import { caseProblems } from '../../cases/cases.problems.js';
import type { ExclusionCode, MatchReason, ReasonText } from '../../matching/index.js';
import { MediatorView } from '../../mediators/mediator.view.js';
import { mediatorProblems } from '../../mediators/mediators.problems.js';
import { ProposeMediatorsHandler } from './propose-mediators.handler.js';

export class ProposalView {
  @ApiProperty({ type: MediatorView })
  mediator!: MediatorView;

  @ApiProperty({ description: 'The sum of the reasons’ points' })
  points!: number;

  @ApiProperty({
    type: 'array',
    items: { type: 'object', additionalProperties: true },
    description:
      'What speaks for them, each with its points, what it rests on, and a sentence in both languages, so that a person can check it',
  })
  reasons!: (MatchReason & ReasonText)[];

  @ApiProperty({
    description: '`together`: close to one side only, so proposed with `withId`, who is close to the other',
  })
  balance!: string;

  @ApiProperty({ type: String, nullable: true, format: 'uuid' })
  withId!: string | null;
}

export class ExcludedView {
  @ApiProperty({ format: 'uuid' })
  mediatorId!: string;

  @ApiProperty({ type: [String] })
  because!: ExclusionCode[];
}

export class ProposalsView {
  @ApiProperty({ type: [ProposalView], description: 'Best first' })
  proposals!: ProposalView[];

  @ApiProperty({ type: [ExcludedView], description: 'For the mediators and the committee; empty for the parties' })
  excluded!: ExcludedView[];

  @ApiProperty({ description: 'How many refusals the caller’s side has left' })
  refusalsLeft!: number;

  @ApiProperty({ format: 'date-time' })
  proposedAt!: string;
}

@Controller('cases/:caseId/mediator-proposals')
@ApiTags('Mediators')
export class ProposeMediatorsController {
  constructor(private readonly proposals: ProposeMediatorsHandler) {}

  @Post()
  @Requires('cases:mediate')
  @ApiOperation({ summary: 'Propose mediators by hometown, dialect, field, load and past outcomes, with reasons' })
  @Answers(201, ProposalsView)
  @Refuses(
    caseProblems.wrongState,
    caseProblems.dataNotYours,
    mediatorProblems.assignedAlready,
    mediatorProblems.noneLeft,
  )
  propose(@Param('caseId', Uuid) id: string, @By() by: Caller): Promise<ProposalsView> {
    return this.proposals.propose(id, by);
  }

  @Get()
  @Requires('cases:read')
  @ApiOperation({ summary: 'Who was proposed last, and why' })
  @Answers(200, ProposalsView)
  get(@Param('caseId', Uuid) id: string, @By() by: Caller): Promise<ProposalsView> {
    return this.proposals.show(id, by);
  }
}
