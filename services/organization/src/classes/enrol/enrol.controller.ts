import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import {
  Answers,
  Id,
  Ids,
  OneOf,
  PageOf,
  PageQuery,
  ReasonDto,
  Refuses,
  RequiresIdempotencyKey,
  Uuid,
  type Page,
} from '@huying/http';
import { enrolmentStates, type EnrolmentState } from '../child.entity.js';
import { EnrolmentView } from '../child.view.js';
import { enrolmentProblems } from '../classes.problems.js';
import { EnrolHandler } from './enrol.handler.js';

export class EnrolDto {
  @Ids({
    min: 1,
    max: 6,
    description: 'Children of the caller; several are siblings, who get places together or not at all',
  })
  childIds!: string[];
}

export class EnrolmentsView {
  @ApiProperty({ type: [EnrolmentView] })
  items!: EnrolmentView[];
}

export class ListEnrolmentsQuery extends PageQuery {
  @Id({ required: false })
  classId?: string;

  @OneOf(enrolmentStates, { required: false })
  state?: EnrolmentState;
}

export class EnrolmentPage extends PageOf(EnrolmentView) {}

@Controller()
@ApiTags('Enrolments')
export class EnrolController {
  constructor(private readonly enrol: EnrolHandler) {}

  @Post('classes/:classId/enrolments')
  @Requires('enrolments:request')
  @RequiresIdempotencyKey()
  @ApiOperation({ summary: 'A guardian asks for places for their children; the claim service decides who has one' })
  @Answers(202, EnrolmentsView)
  @Refuses(
    enrolmentProblems.classNotOpen,
    enrolmentProblems.tooEarly,
    enrolmentProblems.afterStart,
    enrolmentProblems.wrongAge,
    enrolmentProblems.alreadyIn,
    enrolmentProblems.unknownChild,
  )
  request(@Param('classId', Uuid) id: string, @Body() body: EnrolDto, @By() by: Caller): Promise<EnrolmentsView> {
    return this.enrol.request(id, body, by);
  }

  @Get('enrolments')
  @Requires('enrolments:read')
  @ApiOperation({ summary: 'Enrolments in the order in which they were asked for; a guardian sees their own' })
  @Answers(200, EnrolmentPage)
  list(@Query() query: ListEnrolmentsQuery, @By() by: Caller): Promise<Page<EnrolmentView>> {
    return this.enrol.list(query, by);
  }

  @Post('enrolments/:enrolmentId/withdrawal')
  @Requires('enrolments:end')
  @ApiOperation({ summary: 'Give a place, or a place in line, back' })
  @Answers(201, EnrolmentView)
  @Refuses(enrolmentProblems.wrongState)
  withdraw(@Param('enrolmentId', Uuid) id: string, @Body() body: ReasonDto, @By() by: Caller): Promise<EnrolmentView> {
    return this.enrol.withdraw(id, body, by);
  }
}
