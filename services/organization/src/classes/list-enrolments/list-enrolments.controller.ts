import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Id, OneOf, PageOf, PageQuery, type Page } from '@huying/http';
import { enrolmentStates, type EnrolmentState } from '../child.entity.js';
import { EnrolmentView } from '../child.view.js';
import { ListEnrolmentsHandler } from './list-enrolments.handler.js';

export class ListEnrolmentsQuery extends PageQuery {
  @Id({ required: false })
  classId?: string;

  @Id({ required: false, description: 'The claim that it follows' })
  claimId?: string;

  @OneOf(enrolmentStates, { required: false })
  state?: EnrolmentState;
}

export class EnrolmentPage extends PageOf(EnrolmentView) {}

@Controller('enrolments')
@ApiTags('Enrolments')
export class ListEnrolmentsController {
  constructor(private readonly listEnrolments: ListEnrolmentsHandler) {}

  @Get()
  @Requires('enrolments:read')
  @ApiOperation({
    summary:
      'Enrolments in the order in which they were asked for, as the claim service decided; a guardian sees their own',
  })
  @Answers(200, EnrolmentPage)
  list(@Query() query: ListEnrolmentsQuery, @By() by: Caller): Promise<Page<EnrolmentView>> {
    return this.listEnrolments.list(query, by);
  }
}
