import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, IsInstant, IsNotBlank, Refuses, Uuid } from '@huying/http';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import type { Temporal } from 'temporal-polyfill';
import { claimProblems } from '../../places/refusals.js';
import { alertProblems } from '../alerts.problems.js';
import { SightingView } from '../sighting.view.js';
import { ReportSightingHandler } from './report-sighting.handler.js';

/** What somebody saw, where and when. */
export class SightingDto {
  @ApiProperty({ maxLength: 200, example: '海宁大道公交站' })
  @IsString()
  @IsNotBlank()
  @MaxLength(200)
  place!: string;

  @ApiProperty({ required: false, maxLength: 500, default: '' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  note?: string;

  @IsInstant({ required: false, description: 'Default: now' })
  seenAt?: Temporal.Instant;
}

@Controller('needs/:needId/sightings')
@ApiTags('Alerts')
export class ReportSightingController {
  constructor(private readonly reportSighting: ReportSightingHandler) {}

  @Post()
  @Requires('sightings:report')
  @ApiOperation({ summary: 'Say where and when somebody was seen whom an alert looks for' })
  @Answers(201, SightingView)
  @Refuses(alertProblems.notOne, alertProblems.over, alertProblems.seenInTheFuture, claimProblems.needUnknown)
  post(@Param('needId', Uuid) needId: string, @Body() body: SightingDto, @By() by: Caller): Promise<SightingView> {
    return this.reportSighting.handle(needId, body, by);
  }
}
