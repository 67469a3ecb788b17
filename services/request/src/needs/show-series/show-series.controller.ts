import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Uuid } from '@huying/http';
import { SeriesView } from '../series.view.js';
import { ShowSeriesHandler } from './show-series.handler.js';

@Controller('series/:seriesId')
@ApiTags('Needs')
export class ShowSeriesController {
  constructor(private readonly showSeries: ShowSeriesHandler) {}

  @Get()
  @Requires('needs:read')
  @ApiOperation({ summary: 'The needs of a series with their boards; drafts are for staff' })
  @Answers(200, SeriesView)
  get(@Param('seriesId', Uuid) seriesId: string, @By() by: Caller): Promise<SeriesView> {
    return this.showSeries.handle(seriesId, by);
  }
}
