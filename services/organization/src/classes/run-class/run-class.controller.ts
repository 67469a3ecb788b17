import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Codes, Id, IsInstant, ReasonDto, Refuses, Text, Uuid, Whole } from '@huying/http';
import type { Temporal } from 'temporal-polyfill';
import { roomProblems } from '../../venues/venues.problems.js';
import { ClassFileView, ClassView } from '../class.view.js';
import { classProblems } from '../classes.problems.js';
import { RunClassHandler } from './run-class.handler.js';

export class ClassDto {
  @Id()
  termId!: string;

  @Text({ max: 100, example: '小小书法家 A 班' })
  name!: string;

  @Text({ max: 100, example: '书法' })
  course!: string;

  @Whole({ min: 1, max: 500 })
  places!: number;

  @Whole({ min: 3, max: 17, description: 'Full years on the day of the first session' })
  minimumAge!: number;

  @Whole({ min: 3, max: 17 })
  maximumAge!: number;

  @Id({ description: 'The room; it is booked for every session' })
  venueId!: string;

  @IsInstant({ description: 'The first session' })
  startsAt!: Temporal.Instant;

  @Whole({ min: 15, max: 480, description: 'How long a session lasts' })
  minutes!: number;

  @Text({ max: 500, required: false, example: 'FREQ=DAILY;COUNT=10', description: 'RFC 5545; left out: one session' })
  recurrence?: string;

  @Whole({
    min: 0,
    max: 240,
    required: false,
    description: 'After a session, until a child must be fetched; default: 30',
  })
  collectMinutes?: number;

  @Whole({
    min: 0,
    max: 100,
    required: false,
    description: 'Percent of sessions that it takes to graduate; default: 60',
  })
  attendancePercent?: number;

  @Codes({ max: 20, required: false, description: 'What a teacher must know; default: teaching' })
  skills?: string[];

  @Text({ max: 100, description: 'Who answers for it (志愿服务记录与证明出具办法, art. 7)' })
  personInCharge!: string;
}

export class GraduationView extends ClassView {
  @ApiProperty({ type: [String], description: 'Ids of the children who graduated' })
  graduated!: string[];
}

@Controller('classes')
@ApiTags('Classes')
export class RunClassController {
  constructor(private readonly runClass: RunClassHandler) {}

  @Post()
  @Requires('classes:run')
  @ApiOperation({ summary: 'Plan a class; its room is booked, and a need for a teacher arises, for each session' })
  @Answers(201, ClassFileView)
  @Refuses(
    classProblems.termNotOpen,
    classProblems.agesUpsideDown,
    classProblems.outsideTerm,
    classProblems.recurrenceUnreadable,
    ...roomProblems,
  )
  plan(@Body() body: ClassDto, @By() by: Caller): Promise<ClassFileView> {
    return this.runClass.plan(body, by);
  }

  @Post(':classId/opening')
  @Requires('classes:run')
  @ApiOperation({ summary: 'Open it for enrolment; its first session must have a teacher' })
  @Answers(201, ClassView)
  @Refuses(classProblems.wrongState, classProblems.termNotOpen, classProblems.withoutTeacher)
  open(@Param('classId', Uuid) id: string, @By() by: Caller): Promise<ClassView> {
    return this.runClass.open(id, by);
  }

  @Post(':classId/graduation')
  @Requires('classes:run')
  @ApiOperation({ summary: 'Complete it: who came often enough graduates' })
  @Answers(201, GraduationView)
  @Refuses(classProblems.wrongState, classProblems.sessionsAhead)
  graduate(@Param('classId', Uuid) id: string, @By() by: Caller): Promise<GraduationView> {
    return this.runClass.graduate(id, by);
  }

  @Post(':classId/cancellation')
  @Requires('classes:run')
  @ApiOperation({ summary: 'Call it off: sessions still to come are cancelled, enrolments end' })
  @Answers(201, ClassView)
  @Refuses(classProblems.wrongState)
  cancel(@Param('classId', Uuid) id: string, @Body() body: ReasonDto, @By() by: Caller): Promise<ClassView> {
    return this.runClass.cancel(id, body, by);
  }
}
