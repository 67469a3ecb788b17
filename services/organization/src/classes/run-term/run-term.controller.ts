import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import {
  Answers,
  Id,
  IsCalendarDate,
  IsInstant,
  OneOf,
  PageOf,
  PageQuery,
  ReasonDto,
  Refuses,
  Text,
  Uuid,
  type Page,
} from '@huying/http';
import type { Temporal } from 'temporal-polyfill';
import { termStates, type TermState } from '../class.entity.js';
import { TermView } from '../class.view.js';
import { termProblems } from '../classes.problems.js';
import { RunTermHandler } from './run-term.handler.js';

export class TermDto {
  @Id({ description: 'A programme of the kind classes that is open' })
  programmeId!: string;

  @Text({ max: 100, example: '2027 年寒假班' })
  name!: string;

  @IsCalendarDate({ example: '2027-01-25' })
  fromOn!: string;

  @IsCalendarDate({ example: '2027-02-05' })
  untilOn!: string;

  @IsInstant({ description: 'From when guardians can enrol; before the term begins' })
  enrolmentOpensAt!: Temporal.Instant;
}

export class ListTermsQuery extends PageQuery {
  @Id({ required: false })
  programmeId?: string;

  @OneOf(termStates, { required: false })
  state?: TermState;
}

export class TermPage extends PageOf(TermView) {}

@Controller('terms')
@ApiTags('Classes')
export class RunTermController {
  constructor(private readonly runTerm: RunTermHandler) {}

  @Get()
  @Requires('classes:read')
  @ApiOperation({ summary: 'Terms, the latest first' })
  @Answers(200, TermPage)
  list(@Query() query: ListTermsQuery, @By() by: Caller): Promise<Page<TermView>> {
    return this.runTerm.list(query, by);
  }

  @Get(':termId')
  @Requires('classes:read')
  @ApiOperation({ summary: 'One term' })
  @Answers(200, TermView)
  show(@Param('termId', Uuid) id: string, @By() by: Caller): Promise<TermView> {
    return this.runTerm.show(id, by);
  }

  @Post()
  @Requires('classes:run')
  @ApiOperation({ summary: 'Plan a term; those of a programme do not overlap' })
  @Answers(201, TermView)
  @Refuses(termProblems.programmeNotOpen, termProblems.upsideDown, termProblems.enrolmentTooLate, termProblems.overlaps)
  plan(@Body() body: TermDto, @By() by: Caller): Promise<TermView> {
    return this.runTerm.plan(body, by);
  }

  @Post(':termId/opening')
  @Requires('classes:run')
  @ApiOperation({ summary: 'Open it: its classes can open for enrolment' })
  @Answers(201, TermView)
  @Refuses(termProblems.wrongState)
  open(@Param('termId', Uuid) id: string, @By() by: Caller): Promise<TermView> {
    return this.runTerm.open(id, by);
  }

  @Post(':termId/end')
  @Requires('classes:run')
  @ApiOperation({ summary: 'End it, once its classes are completed or cancelled' })
  @Answers(201, TermView)
  @Refuses(termProblems.wrongState, termProblems.classesRunning)
  end(@Param('termId', Uuid) id: string, @By() by: Caller): Promise<TermView> {
    return this.runTerm.end(id, by);
  }

  @Post(':termId/cancellation')
  @Requires('classes:run')
  @ApiOperation({ summary: 'Call it off, once its classes are cancelled' })
  @Answers(201, TermView)
  @Refuses(termProblems.wrongState, termProblems.classesRunning)
  cancel(@Param('termId', Uuid) id: string, @Body() body: ReasonDto, @By() by: Caller): Promise<TermView> {
    return this.runTerm.cancel(id, body, by);
  }
}
