import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses, Uuid } from '@huying/http';
import { ruleNames, type RuleName } from '../../majorities/rules.js';
import { methods, type Method } from '../../rounds/round.entity.js';
import { OptionView } from '../../rounds/round.view.js';
import type { Count } from '../count.js';
import type { Published, PublishedBallot } from '../published.js';
import { resultProblems } from '../results.problems.js';
import { ShowResultHandler } from './show-result.handler.js';

export class PublishedView implements Published {
  @ApiProperty({ format: 'uuid' })
  roundId!: string;

  @ApiProperty()
  question!: string;

  @ApiProperty({ enum: ruleNames })
  rule!: RuleName;

  @ApiProperty({ enum: methods })
  method!: Method;

  @ApiProperty({ type: Number, nullable: true, description: 'Agreed besides the rule’s quorum' })
  quorumPercent!: number | null;

  @ApiProperty({ type: [OptionView] })
  options!: OptionView[];

  @ApiProperty()
  mostTicks!: number;

  @ApiProperty()
  voters!: number;

  @ApiProperty({ description: 'Of all voters, in hundredths of a square metre; 0 where area does not count' })
  area!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'integer' },
    description: 'Voters on the roll by channel',
  })
  took!: { app: number; paper: number };

  @ApiProperty({
    type: 'array',
    items: { type: 'object' },
    description: 'By id: id, choice, commitment, areaCommitment, affectedCommitment',
  })
  ballots!: PublishedBallot[];

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'The rule, its source, and each comparison' })
  result!: Count;
}

@Controller('results/:roundId/published')
@ApiTags('Results')
export class ShowResultController {
  constructor(private readonly showResult: ShowResultHandler) {}

  @Get()
  @Requires('consultations:read')
  @ApiOperation({ summary: 'Everything that is needed to count a closed round again' })
  @Answers(200, PublishedView)
  @Refuses(resultProblems.notYet)
  get(@Param('roundId', Uuid) id: string, @By() by: Caller): Promise<PublishedView> {
    return this.showResult.handle(id, by);
  }
}
