import { Controller, Get, Param, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiProduces, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, NDJSON, Refuses } from '@huying/http';
import { feedProblems } from '../feed.problems.js';
import { ExportDayHandler } from './export-day.handler.js';

@Controller('events/exports')
@ApiTags('District events')
export class ExportDayController {
  constructor(private readonly exportDay: ExportDayHandler) {}

  @Get(':day')
  @Requires('district-events:read')
  @ApiOperation({
    summary: 'All events that were published on one day, a CloudEvent in each line',
    description: 'A day of the community’s clock, once it is over: the same lines however often they are asked for.',
  })
  @ApiParam({ name: 'day', example: '2026-05-04' })
  @ApiProduces(NDJSON)
  @Answers(200, undefined, 'The events in their order, as NDJSON; none: no line')
  @Refuses(feedProblems.dayMalformed, feedProblems.dayNotOver, feedProblems.dayForgotten)
  get(@Param('day') day: string, @By() by: Caller): StreamableFile {
    return new StreamableFile(this.exportDay.handle(day, by), { type: NDJSON });
  }
}
