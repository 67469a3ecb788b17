import { Body, Controller, Delete, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, OneOf, PageOf, PageQuery, PersonId, Refuses, Uuid, type Page } from '@huying/http';
import { partyStandings, type PartyStanding } from '../organization.entity.js';
import { organizationProblems } from '../organizations.problems.js';
import { KeepMembersHandler } from './keep-members.handler.js';

export class MemberDto {
  @PersonId()
  personId!: string;

  @OneOf(partyStandings, { required: false, description: 'In the Party; kept encrypted, never told. Default: none' })
  partyStanding?: PartyStanding;
}

export class PartyStandingDto {
  @OneOf(partyStandings, { description: 'Kept encrypted, never told' })
  partyStanding!: PartyStanding;
}

export class MemberView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  personId!: string;

  @ApiProperty({ enum: partyStandings, description: 'Shown to staff; to others always none' })
  partyStanding!: PartyStanding;

  @ApiProperty({ format: 'date-time' })
  joinedAt!: string;
}

export class MemberPage extends PageOf(MemberView) {}

@Controller('organizations/:organizationId/members')
@ApiTags('Organizations')
export class KeepMembersController {
  constructor(private readonly keepMembers: KeepMembersHandler) {}

  @Get()
  @Requires('organizations:read-members')
  @ApiOperation({ summary: 'Its members, for those who act for it and staff' })
  @Answers(200, MemberPage)
  list(
    @Param('organizationId', Uuid) id: string,
    @Query() query: PageQuery,
    @By() by: Caller,
  ): Promise<Page<MemberView>> {
    return this.keepMembers.list(id, query, by);
  }

  @Post()
  @Requires('organizations:change')
  @ApiOperation({ summary: 'Somebody becomes a member' })
  @Answers(201, MemberView)
  @Refuses(organizationProblems.wrongState, organizationProblems.memberAlready)
  join(@Param('organizationId', Uuid) id: string, @Body() body: MemberDto, @By() by: Caller): Promise<MemberView> {
    return this.keepMembers.join(id, body, by);
  }

  @Put(':memberId/party-standing')
  @Requires('organizations:change')
  @ApiOperation({
    summary:
      'What a member is in the Party now; from three full members on the organisation has a branch of its own to form',
  })
  @Answers(200, MemberView)
  @Refuses(organizationProblems.wrongState)
  changeStanding(
    @Param('organizationId', Uuid) id: string,
    @Param('memberId', Uuid) memberId: string,
    @Body() { partyStanding }: PartyStandingDto,
    @By() by: Caller,
  ): Promise<MemberView> {
    return this.keepMembers.changeStanding({ organizationId: id, memberId }, partyStanding, by);
  }

  @Delete(':memberId')
  @Requires('organizations:change')
  @ApiOperation({ summary: 'Somebody is no member any more; their offices end today' })
  @Answers(204)
  @Refuses(organizationProblems.wrongState)
  leave(
    @Param('organizationId', Uuid) id: string,
    @Param('memberId', Uuid) memberId: string,
    @By() by: Caller,
  ): Promise<void> {
    return this.keepMembers.leave(id, memberId, by);
  }
}
