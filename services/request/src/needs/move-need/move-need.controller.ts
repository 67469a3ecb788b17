import { Body, Controller, Param, Put } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, IfMatch, IsInstant, Refuses, Uuid, ReasonDto } from '@huying/http';
import { Type } from 'class-transformer';
import { IsObject, IsOptional, ValidateNested } from 'class-validator';
import type { Temporal } from 'temporal-polyfill';
import { needProblems } from '../needs.problems.js';
import { NeedView } from '../need.view.js';
import { LocationDto } from '../raise-need/location-and-requirements.dto.js';
import { MoveNeedHandler } from './move-need.handler.js';

/** When and where a need takes place instead, and why. */
export class MoveNeedDto extends ReasonDto {
  @IsInstant({ description: 'New start of the service' })
  startsAt!: Temporal.Instant;

  @IsInstant({ description: 'New end of the service, at most 24 h after the start' })
  endsAt!: Temporal.Instant;

  @ApiProperty({ type: LocationDto, required: false, description: 'Left out: it stays where it is' })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => LocationDto)
  location?: LocationDto;

  @IsInstant({
    required: false,
    description: 'Until when those who hold a place are asked again; left out: all places are given back',
  })
  answerBy?: Temporal.Instant;
}

@Controller('needs/:needId/schedule')
@ApiTags('Needs')
export class MoveNeedController {
  constructor(private readonly moveNeed: MoveNeedHandler) {}

  @Put()
  @Requires('needs:move')
  @ApiOperation({ summary: 'Move a published need to another time or place; everyone who claimed it is told' })
  @ApiHeader({ name: 'If-Match', required: true, description: 'The ETag of the version that the change rests on' })
  @Answers(200, NeedView)
  @Refuses(
    needProblems.wrongState,
    needProblems.endsBeforeStart,
    needProblems.tooLong,
    needProblems.startsInThePast,
    needProblems.notMoved,
    needProblems.answerOutOfTime,
    needProblems.opensAfterStart,
    needProblems.wavesTooLate,
    needProblems.drawTooLate,
  )
  put(
    @Param('needId', Uuid) needId: string,
    @Body() body: MoveNeedDto,
    @IfMatch() version: number,
    @By() by: Caller,
  ): Promise<NeedView> {
    return this.moveNeed.handle(needId, body, version, by);
  }
}
