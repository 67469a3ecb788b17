import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Id, OneOf, PageOf, PageQuery, Uuid, type Page } from '@huying/http';
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

  @Get(':enrolmentId')
  @Requires('enrolments:read')
  @ApiOperation({ summary: 'One enrolment, for the guardian and staff' })
  @Answers(200, EnrolmentView)
  show(@Param('enrolmentId', Uuid) id: string, @By() by: Caller): Promise<EnrolmentView> {
    return this.listEnrolments.show(id, by);
  }
}
