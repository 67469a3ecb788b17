import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Flag, Id, Ids, PageOf, PageQuery, PersonId, Refuses, Text, Uuid, type Page } from '@huying/http';
import { branchStates, type BranchState } from '../branch.entity.js';
import { branchProblems } from '../organizations.problems.js';
import { KeepBranchesHandler } from './keep-branches.handler.js';

export class BranchDto {
  @Text({ max: 100, example: '爱心联盟联合党支部' })
  name!: string;

  @Ids({
    min: 1,
    max: 50,
    description:
      'Whose branch it is: one with three full party members, which leaves the joint one that it was in, or several with fewer each',
  })
  organizationIds!: string[];

  @Flag({ required: false, description: 'Others may join later, as they always may where several form it' })
  joint?: boolean;
}

export class JoinBranchDto {
  @Id()
  organizationId!: string;
}

export class AssignmentDto {
  @PersonId({ description: 'A party member of the community' })
  personId!: string;
}

export class BranchView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ description: 'Also the ETag' })
  version!: number;

  @ApiProperty({ enum: branchStates })
  state!: BranchState;

  @ApiProperty()
  name!: string;

  @ApiProperty()
  joint!: boolean;

  @ApiProperty({ type: [String] })
  organizationIds!: string[];

  @ApiProperty({
    type: Boolean,
    nullable: true,
    description:
      'Whether fewer than three full party members are left in it, so that others should join; told to staff, null for others',
  })
  belowStrength!: boolean | null;
}

export class AssignmentsView {
  @ApiProperty({ description: 'Community party members assigned to the organisation' })
  assigned!: number;
}

export class BranchPage extends PageOf(BranchView) {}

@Controller()
@ApiTags('Party branches')
export class KeepBranchesController {
  constructor(private readonly keepBranches: KeepBranchesHandler) {}

  @Get('branches')
  @Requires('organizations:read')
  @ApiOperation({ summary: 'Party branches of the community’s organisations, by name' })
  @Answers(200, BranchPage)
  list(@Query() query: PageQuery, @By() by: Caller): Promise<Page<BranchView>> {
    return this.keepBranches.list(query, by);
  }

  @Get('branches/:branchId')
  @Requires('organizations:read')
  @ApiOperation({ summary: 'One party branch' })
  @Answers(200, BranchView)
  show(@Param('branchId', Uuid) id: string, @By() by: Caller): Promise<BranchView> {
    return this.keepBranches.show(id, by);
  }

  @Post('branches')
  @Requires('branches:manage')
  @ApiOperation({ summary: 'Form a branch: an organisation’s own, or a joint one' })
  @Answers(201, BranchView)
  @Refuses(
    branchProblems.already,
    branchProblems.tooFewMembers,
    branchProblems.ownPossible,
    branchProblems.unknownOrganization,
  )
  form(@Body() body: BranchDto, @By() by: Caller): Promise<BranchView> {
    return this.keepBranches.form(body, by);
  }

  @Post('branches/:branchId/organizations')
  @Requires('branches:manage')
  @ApiOperation({ summary: 'Another organisation shares a joint branch' })
  @Answers(201, BranchView)
  @Refuses(
    branchProblems.wrongState,
    branchProblems.notJoint,
    branchProblems.already,
    branchProblems.ownPossible,
    branchProblems.unknownOrganization,
  )
  join(
    @Param('branchId', Uuid) id: string,
    @Body() { organizationId }: JoinBranchDto,
    @By() by: Caller,
  ): Promise<BranchView> {
    return this.keepBranches.join(id, organizationId, by);
  }

  @Post('organizations/:organizationId/party-members')
  @Requires('branches:manage')
  @ApiOperation({
    summary: 'Assign a party member of the community to an organisation; only how many there are is answered',
  })
  @Answers(201, AssignmentsView)
  @Refuses(branchProblems.assignedAlready, branchProblems.unknownOrganization)
  assign(
    @Param('organizationId', Uuid) id: string,
    @Body() { personId }: AssignmentDto,
    @By() by: Caller,
  ): Promise<AssignmentsView> {
    return this.keepBranches.assign(id, personId, by);
  }

  @Delete('organizations/:organizationId/party-members/:personId')
  @Requires('branches:manage')
  @ApiOperation({ summary: 'Withdraw an assigned party member' })
  @Answers(204)
  @Refuses(branchProblems.unknownOrganization)
  withdraw(
    @Param('organizationId', Uuid) id: string,
    @Param('personId') personId: string,
    @By() by: Caller,
  ): Promise<void> {
    return this.keepBranches.withdraw(id, personId, by);
  }
}
