import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, IsInstant, Refuses, Uuid } from '@huying/http';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsInt,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import type { Temporal } from 'temporal-polyfill';
import { needProblems } from '../needs.problems.js';
import { MOST_PLACES } from '../raise-need/raise-need.dto.js';
import { MOST_OCCURRENCES } from '../series.js';
import { SeriesView } from '../series.view.js';
import { PlanSeriesHandler } from './plan-series.handler.js';

export class ShiftDto {
  @IsInstant({ description: 'Start of the shift' })
  startsAt!: Temporal.Instant;

  @IsInstant({ description: 'End of the shift, at most 24 h after its start' })
  endsAt!: Temporal.Instant;

  @ApiProperty({ required: false, minimum: 1, maximum: MOST_PLACES, description: 'Default: those of the need' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MOST_PLACES)
  places?: number;
}

/** Either the shifts of a need, or how it recurs. */
export class PlanSeriesDto {
  @ApiProperty({
    type: [ShiftDto],
    required: false,
    minItems: 2,
    maxItems: 50,
    description: 'All shifts; the draft itself becomes the first of them in time',
  })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(2)
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => ShiftDto)
  shifts?: ShiftDto[];

  @ApiProperty({
    required: false,
    maxLength: 500,
    example: 'FREQ=WEEKLY;BYDAY=TU,SA;COUNT=12',
    description:
      'A recurrence rule (RFC 5545) in the time zone of the community, from the start of the draft, which is the first; ' +
      `by the day at most, ${MOST_OCCURRENCES} occurrences at most, a year ahead at most`,
  })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  recurrence?: string;

  @ApiProperty({
    required: false,
    minimum: 0,
    maximum: MOST_OCCURRENCES,
    default: 0,
    description: 'Places of the series that one volunteer may hold; 0: as many as do not clash',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MOST_OCCURRENCES)
  limit?: number;
}

@Controller('needs/:needId/series')
@ApiTags('Needs')
export class PlanSeriesController {
  constructor(private readonly planSeries: PlanSeriesHandler) {}

  @Post()
  @Requires('needs:plan-series')
  @ApiOperation({
    summary: 'Make a series of a draft: several shifts, or a need that recurs; the others are drafts too',
  })
  @Answers(201, SeriesView)
  @Refuses(
    needProblems.seriesOneWay,
    needProblems.wrongState,
    needProblems.inASeries,
    needProblems.endsBeforeStart,
    needProblems.tooLong,
    needProblems.startsInThePast,
    needProblems.recurrenceUnreadable,
    needProblems.recursTooOften,
    needProblems.recursTooLong,
    needProblems.recursNever,
  )
  post(@Param('needId', Uuid) needId: string, @Body() body: PlanSeriesDto, @By() by: Caller): Promise<SeriesView> {
    return this.planSeries.handle(needId, body, by);
  }
}
