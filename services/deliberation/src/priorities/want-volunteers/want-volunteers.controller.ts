import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import {
  Answers,
  arisingNeedProblems,
  CatalogueCode,
  IsInstant,
  needWishProblems,
  Refuses,
  RequiresIdempotencyKey,
  Text,
  Uuid,
  Whole,
} from '@huying/http';
import type { Temporal } from 'temporal-polyfill';
import { priorityProblems } from '../priorities.problems.js';
import { WantVolunteersHandler } from './want-volunteers.handler.js';

export class WantVolunteersDto {
  @Text({ max: 20, pattern: /^o\d{1,2}$/, example: 'o4', description: 'The option of the list that they carry out' })
  optionId!: string;

  @CatalogueCode({ example: 'GS-001' })
  catalogueItemCode!: string;

  @Text({ max: 2_000, required: false, blank: true, description: 'Everybody reads it: no names, no telephones' })
  description?: string;

  @Whole({ min: 1, max: 5_000, description: 'Volunteers' })
  places!: number;

  @IsInstant({ description: 'When they are wanted' })
  startsAt!: Temporal.Instant;

  @IsInstant({ description: 'At most 24 h after the start' })
  endsAt!: Temporal.Instant;

  @Text({ max: 200, example: '3幢楼下' })
  place!: string;

  @Text({ max: 100, description: 'Who is there for the volunteers' })
  personInCharge!: string;
}

export class VolunteersWantedView {
  @ApiProperty({ format: 'uuid', description: 'The need, a draft in a moment: GET /v1/needs/{needId}' })
  needId!: string;
}

@Controller('rounds/:roundId/needs')
@ApiTags('Rounds')
export class WantVolunteersController {
  constructor(private readonly wantVolunteers: WantVolunteersHandler) {}

  @Post()
  @Requires('works:run')
  @RequiresIdempotencyKey()
  @ApiOperation({
    summary: 'Have volunteers do what residents put on a list',
    description: 'It becomes a need, a draft that staff publish like any other.',
  })
  @Answers(202, VolunteersWantedView)
  @Refuses(
    priorityProblems.roundUnknown,
    priorityProblems.notDecided,
    priorityProblems.optionUnknown,
    priorityProblems.notWanted,
    arisingNeedProblems.unknownItem,
    needWishProblems.endsBeforeStart,
    needWishProblems.tooLong,
    needWishProblems.inThePast,
  )
  post(
    @Param('roundId', Uuid) id: string,
    @Body() body: WantVolunteersDto,
    @By() by: Caller,
  ): Promise<VolunteersWantedView> {
    return this.wantVolunteers.handle(id, body, by);
  }
}
