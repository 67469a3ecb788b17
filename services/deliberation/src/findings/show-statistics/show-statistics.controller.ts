import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Id, Text } from '@huying/http';
import { ShowStatisticsHandler } from './show-statistics.handler.js';

export class StatisticsQuery {
  @Id({ required: false })
  workId?: string;

  @Text({ max: 100, required: false, description: 'The name of the contractor' })
  contractor?: string;
}

/** How one contractor did in stages of one name. */
export class StageFiguresView {
  @ApiProperty()
  contractor!: string;

  @ApiProperty({ description: 'The name of the stage' })
  stage!: string;

  @ApiProperty({ type: 'integer' })
  raised!: number;

  @ApiProperty({ type: 'integer', description: 'Not closed yet' })
  open!: number;

  @ApiProperty({ type: 'integer', description: 'Reopened at least once' })
  reopened!: number;

  @ApiProperty({ type: 'integer', description: 'The day has passed, and they are not said to be rectified' })
  overdue!: number;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'Of those that are closed, from the raising to the rectification that stood; null: none is closed',
  })
  medianDaysToRectify!: number | null;
}

export class StatisticsView {
  @ApiProperty({ type: [StageFiguresView] })
  items!: StageFiguresView[];
}

@Controller('findings/statistics')
@ApiTags('Findings')
export class ShowStatisticsController {
  constructor(private readonly showStatistics: ShowStatisticsHandler) {}

  @Get()
  @Requires('findings:read')
  @ApiOperation({ summary: 'How contractors do, stage by stage' })
  @Answers(200, StatisticsView)
  get(@Query() query: StatisticsQuery, @By() by: Caller): Promise<StatisticsView> {
    return this.showStatistics.handle(query, by);
  }
}
