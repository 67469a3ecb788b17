import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses, Uuid } from '@huying/http';
import { resultProblems } from '../../results/results.problems.js';
import { OptionView } from '../../rounds/round.view.js';
import { workStates, type WorkState } from '../../works/work.entity.js';
import { ShowPrioritiesHandler } from './show-priorities.handler.js';

export class ShareView {
  @ApiProperty({ type: 'integer', description: 'Of these voters, how many want it' })
  ballots!: number;

  @ApiProperty({ type: 'integer', description: 'How many there are' })
  voters!: number;
}

export class FollowingWorkView {
  @ApiProperty({ format: 'uuid', description: 'GET /v1/works/{id}' })
  id!: string;

  @ApiProperty()
  title!: string;

  @ApiProperty({ enum: workStates })
  state!: WorkState;
}

export class PriorityView {
  @ApiProperty({ type: 'integer', description: 'From 1; those that are tied have the same' })
  rank!: number;

  @ApiProperty({ description: 'Whether another stands just as high by everything that counts' })
  tied!: boolean;

  @ApiProperty({ type: OptionView })
  option!: OptionView;

  @ApiProperty({ type: ShareView, description: 'Of all voters: by this the order goes first' })
  share!: ShareView;

  @ApiProperty({
    required: false,
    type: 'integer',
    description: 'Where points were spread: by these the order goes first',
  })
  points?: number;

  @ApiProperty({
    required: false,
    type: 'integer',
    description: 'In a ranking, how many others it beats: by this the order goes first',
  })
  beats?: number;

  @ApiProperty({ required: false, type: ShareView, description: 'Of those whom it affects most, where it says whom' })
  affected?: ShareView;

  @ApiProperty({ type: [FollowingWorkView], description: 'Works that carry it out' })
  works!: FollowingWorkView[];

  @ApiProperty({ type: [String], description: 'Needs for volunteers who carry it out: GET /v1/needs/{id}' })
  needIds!: string[];
}

export class PrioritiesView {
  @ApiProperty({ description: 'The rule of the order, in words' })
  rule!: string;

  @ApiProperty({ type: [PriorityView] })
  items!: PriorityView[];
}

@Controller('rounds/:roundId/priorities')
@ApiTags('Rounds')
export class ShowPrioritiesController {
  constructor(private readonly showPriorities: ShowPrioritiesHandler) {}

  @Get()
  @Requires('consultations:read')
  @ApiOperation({ summary: 'What residents want most, why it stands there, and what has become of it' })
  @Answers(200, PrioritiesView)
  @Refuses(resultProblems.notYet)
  get(@Param('roundId', Uuid) id: string, @By() by: Caller): Promise<PrioritiesView> {
    return this.showPriorities.handle(id, by);
  }
}
