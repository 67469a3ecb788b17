import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses, Uuid } from '@huying/http';
import { IsIn, IsOptional } from 'class-validator';
import { needProblems } from '../needs.problems.js';
import { PublicationDto } from '../publish-need/publish-need.dto.js';
import { SeriesView } from '../series.view.js';
import { PublishSeriesHandler } from './publish-series.handler.js';

/** Ways to dispatch that need no time of their own in each need. */
const timelessDispatches = ['first-come', 'approval'] as const;

/** How the needs of a series are published. Claiming of each closes with its start, which also decides all other times. */
export class PublishSeriesDto extends PublicationDto {
  @ApiProperty({ enum: timelessDispatches, required: false, default: 'first-come' })
  @IsOptional()
  @IsIn(timelessDispatches)
  dispatch?: (typeof timelessDispatches)[number];
}

@Controller('series/:seriesId/publication')
@ApiTags('Needs')
export class PublishSeriesController {
  constructor(private readonly publishSeries: PublishSeriesHandler) {}

  @Post()
  @Requires('needs:publish')
  @ApiOperation({ summary: 'Publish all drafts of a series, or none if one of them cannot be' })
  @Answers(201, SeriesView)
  @Refuses(
    needProblems.seriesWithoutDrafts,
    needProblems.startsInThePast,
    needProblems.opensAfterStart,
    needProblems.placesRequired,
  )
  post(
    @Param('seriesId', Uuid) seriesId: string,
    @Body() body: PublishSeriesDto,
    @By() by: Caller,
  ): Promise<SeriesView> {
    return this.publishSeries.handle(seriesId, body, by);
  }
}
