import { Body, Controller, Delete, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, IsCalendarDate, OneOf, PersonId, Refuses, Uuid } from '@huying/http';
import { offices, type OfficeKind } from '../organization.entity.js';
import { OfficeView } from '../organization.view.js';
import { organizationProblems } from '../organizations.problems.js';
import { KeepOfficesHandler } from './keep-offices.handler.js';

export class OfficeDto {
  @PersonId({ description: 'A member' })
  personId!: string;

  @OneOf(offices)
  office!: OfficeKind;

  @IsCalendarDate({ example: '2027-01-01', description: 'First day of the term' })
  fromOn!: string;

  @IsCalendarDate({ example: '2029-12-31', description: 'Last day, at most five years after the first' })
  untilOn!: string;
}

@Controller('organizations/:organizationId/offices')
@ApiTags('Organizations')
export class KeepOfficesController {
  constructor(private readonly keepOffices: KeepOfficesHandler) {}

  @Post()
  @Requires('organizations:change')
  @ApiOperation({ summary: 'A member takes an office for a term; chair, secretary and treasurer are one at a time' })
  @Answers(201, OfficeView)
  @Refuses(
    organizationProblems.wrongState,
    organizationProblems.notAMember,
    organizationProblems.termUpsideDown,
    organizationProblems.officeTaken,
  )
  take(@Param('organizationId', Uuid) id: string, @Body() body: OfficeDto, @By() by: Caller): Promise<OfficeView> {
    return this.keepOffices.take(id, body, by);
  }

  @Delete(':officeId')
  @Requires('organizations:change')
  @ApiOperation({ summary: 'An office ends before its term' })
  @Answers(204)
  @Refuses(organizationProblems.wrongState)
  leave(
    @Param('organizationId', Uuid) id: string,
    @Param('officeId', Uuid) officeId: string,
    @By() by: Caller,
  ): Promise<void> {
    return this.keepOffices.leave(id, officeId, by);
  }
}
