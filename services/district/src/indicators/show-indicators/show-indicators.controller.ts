import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, IsCalendarDate, Refuses } from '@huying/http';
import { IsIn, IsOptional } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { csvOf } from '../indicators.csv.js';
import { indicatorProblems } from '../indicators.problems.js';
import { IndicatorsView } from '../indicators.view.js';
import { ShowIndicatorsHandler } from './show-indicators.handler.js';

const formats = ['json', 'csv'] as const;

/** Which days, and how they are written. */
export class ShowIndicatorsQuery {
  @IsOptional()
  @IsCalendarDate({ required: false, description: 'First day; left out: thirty days up to the last' })
  from?: string;

  @IsOptional()
  @IsCalendarDate({ required: false, description: 'Last day; left out: today, as far as it has gone' })
  to?: string;

  @ApiProperty({ required: false, enum: formats, default: 'json' })
  @IsOptional()
  @IsIn(formats)
  format?: (typeof formats)[number];
}

@Controller('indicators')
@ApiTags('Indicators')
export class ShowIndicatorsController {
  constructor(private readonly showIndicators: ShowIndicatorsHandler) {}

  @Get()
  @Requires('indicators:read')
  @ApiOperation({
    summary: 'How a community does, day by day',
    description:
      'Computed from the same events that districts read, without personal data. Formulas: docs/district/indicators.md. A day on which ' +
      'nothing happened has its entry too. As CSV, lists of items are written `SG-001:3 SG-004:1`.',
  })
  @ApiProduces('application/json', 'text/csv')
  @Answers(200, IndicatorsView)
  @Refuses(indicatorProblems.daysReversed, indicatorProblems.tooManyDays)
  async get(
    @Query() { format, ...asked }: ShowIndicatorsQuery,
    @By() by: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<IndicatorsView | string> {
    const items = await this.showIndicators.handle(asked, by);
    if (format !== 'csv') return { items };
    void reply.type('text/csv; charset=utf-8');
    void reply.header('content-disposition', `attachment; filename="indicators-${by.communityId}.csv"`);
    return csvOf(items);
  }
}
