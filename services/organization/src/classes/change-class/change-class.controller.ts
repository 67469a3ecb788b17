import { Body, Controller, Param, Put } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Id, IfMatch, IsInstant, ReasonDto, Refuses, Text, Uuid, Whole } from '@huying/http';
import type { Temporal } from 'temporal-polyfill';
import { roomProblems } from '../../venues/venues.problems.js';
import { ClassFileView } from '../class.view.js';
import { classProblems } from '../classes.problems.js';
import { ChangeClassHandler } from './change-class.handler.js';

export class ClassChangeDto extends ReasonDto {
  @Whole({ min: 1, max: 500 })
  places!: number;

  @Id({ description: 'The room; another one is booked for every session still to come' })
  venueId!: string;

  @IsInstant({
    required: false,
    description: 'The first of the sessions still to come; left out: they keep their times',
  })
  startsAt?: Temporal.Instant;

  @Text({ max: 500, required: false, description: 'With startsAt: RFC 5545; left out: one session' })
  recurrence?: string;
}

@Controller('classes/:classId')
@ApiTags('Classes')
export class ChangeClassController {
  constructor(private readonly changeClass: ChangeClassHandler) {}

  @Put()
  @Requires('classes:run')
  @ApiHeader({ name: 'If-Match', required: true, description: 'The ETag of the version that the change rests on' })
  @ApiOperation({
    summary:
      'Change the places of an open class, its room, or the dates of what is still to come: those sessions are planned anew, and a need for a teacher arises for each',
  })
  @Answers(200, ClassFileView)
  @Refuses(
    classProblems.wrongState,
    classProblems.placesBelowEnrolled,
    classProblems.nothingAhead,
    classProblems.outsideTerm,
    classProblems.recurrenceUnreadable,
    ...roomProblems,
  )
  put(
    @Param('classId', Uuid) id: string,
    @Body() body: ClassChangeDto,
    @IfMatch() version: number,
    @By() by: Caller,
  ): Promise<ClassFileView> {
    return this.changeClass.handle(id, body, version, by);
  }
}
