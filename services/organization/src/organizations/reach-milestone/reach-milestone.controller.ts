import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, IsCalendarDate, PersonId, ReasonDto, Refuses, Uuid } from '@huying/http';
import { ArrayMaxSize, IsArray, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { MilestoneView } from '../organization.view.js';
import { organizationProblems } from '../organizations.problems.js';
import { ReachMilestoneHandler } from './reach-milestone.handler.js';

export class ReachMilestoneDto {
  @ApiProperty({
    type: [String],
    required: false,
    maxItems: 20,
    description: 'Where documents or pictures are kept, numbers of certificates: without any it is not reached',
    example: ['https://files.example.org/charter.pdf'],
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @MinLength(1, { each: true })
  @MaxLength(500, { each: true })
  evidence?: string[];
}

export class MoveMilestoneDto extends ReasonDto {
  @IsCalendarDate({ example: '2027-04-30', description: 'The new last day' })
  dueOn!: string;

  @PersonId({ required: false, description: 'Who sees to it from now on; left out: who did before' })
  ownerId?: string;
}

@Controller('organizations/:organizationId/milestones/:milestoneId')
@ApiTags('Organizations')
export class ReachMilestoneController {
  constructor(private readonly reachMilestone: ReachMilestoneHandler) {}

  @Post('evidence')
  @Requires('organizations:change')
  @ApiOperation({ summary: 'Reach a milestone, by evidence' })
  @Answers(201, MilestoneView)
  @Refuses(
    organizationProblems.wrongState,
    organizationProblems.milestoneReached,
    organizationProblems.milestoneWithoutEvidence,
    organizationProblems.milestoneWithoutBranch,
  )
  reach(
    @Param('organizationId', Uuid) organizationId: string,
    @Param('milestoneId', Uuid) milestoneId: string,
    @Body() { evidence = [] }: ReachMilestoneDto,
    @By() by: Caller,
  ): Promise<MilestoneView> {
    return this.reachMilestone.reach({ organizationId, milestoneId }, evidence, by);
  }

  @Post('due-date')
  @Requires('organizations:decide')
  @ApiOperation({ summary: 'Give a milestone another due date, and perhaps another owner' })
  @Answers(201, MilestoneView)
  @Refuses(organizationProblems.wrongState, organizationProblems.milestoneReached, organizationProblems.dueInThePast)
  move(
    @Param('organizationId', Uuid) organizationId: string,
    @Param('milestoneId', Uuid) milestoneId: string,
    @Body() body: MoveMilestoneDto,
    @By() by: Caller,
  ): Promise<MilestoneView> {
    return this.reachMilestone.move({ organizationId, milestoneId }, body, by);
  }
}
