import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, IsCalendarDate, OneOf, Parts, PersonId, ReasonDto, Refuses, Text, Uuid } from '@huying/http';
import { milestoneKinds, type MilestoneKind } from '../organization.entity.js';
import { OrganizationFileView } from '../organization.view.js';
import { organizationProblems } from '../organizations.problems.js';
import { IncubateHandler } from './incubate.handler.js';

export class MilestoneDto {
  @OneOf(milestoneKinds)
  kind!: MilestoneKind;

  @Text({ max: 100, required: false, description: 'Default: its kind' })
  title?: string;

  @PersonId({ description: 'Who sees to it' })
  ownerId!: string;

  @IsCalendarDate({ example: '2027-03-31', description: 'Last day on which it is in time' })
  dueOn!: string;
}

/** The plan of an incubation (培育计划). */
export class IncubateDto extends ReasonDto {
  @Parts(() => MilestoneDto, {
    min: 1,
    max: 30,
    description: 'Each of the seven kinds once, and others as there is need',
  })
  milestones!: MilestoneDto[];
}

@Controller('organizations/:organizationId/incubation')
@ApiTags('Organizations')
export class IncubateController {
  constructor(private readonly incubate: IncubateHandler) {}

  @Post()
  @Requires('organizations:decide')
  @ApiOperation({ summary: 'Begin its incubation, by a plan of milestones' })
  @Answers(201, OrganizationFileView)
  @Refuses(
    organizationProblems.wrongState,
    organizationProblems.planIncomplete,
    organizationProblems.planTwice,
    organizationProblems.dueInThePast,
  )
  post(
    @Param('organizationId', Uuid) id: string,
    @Body() body: IncubateDto,
    @By() by: Caller,
  ): Promise<OrganizationFileView> {
    return this.incubate.handle(id, body, by);
  }
}
