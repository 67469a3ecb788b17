import { Controller, Delete, Get, Param, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, PageOf, PageQuery, Refuses, Uuid, type Page } from '@huying/http';
import { PersonId } from '../../volunteers/person-id.js';
import { groupProblems } from '../groups.problems.js';
import { MembershipHandler } from './membership.handler.js';

export class GroupMemberView {
  @ApiProperty()
  volunteerId!: string;

  @ApiProperty({ format: 'date-time' })
  joinedAt!: string;
}

export class GroupMemberPage extends PageOf(GroupMemberView) {}

@Controller('groups/:groupId/members')
@ApiTags('Groups')
export class MembershipController {
  constructor(private readonly membership: MembershipHandler) {}

  @Get()
  @Requires('groups:manage')
  @ApiOperation({ summary: 'Who is in a group, the newest first' })
  @Answers(200, GroupMemberPage)
  list(
    @Param('groupId', Uuid) groupId: string,
    @Query() query: PageQuery,
    @By() by: Caller,
  ): Promise<Page<GroupMemberView>> {
    return this.membership.list(groupId, query, by);
  }

  @Put(':volunteerId')
  @Requires('groups:join')
  @ApiOperation({ summary: 'Join a group, or as staff put a volunteer into it; again changes nothing' })
  @Answers(204)
  @Refuses(groupProblems.volunteerNotActive)
  add(
    @Param('groupId', Uuid) groupId: string,
    @Param('volunteerId', PersonId) volunteerId: string,
    @By() by: Caller,
  ): Promise<void> {
    return this.membership.join(groupId, volunteerId, by);
  }

  @Delete(':volunteerId')
  @Requires('groups:join')
  @ApiOperation({ summary: 'Leave a group, or as staff take a volunteer out of it; again changes nothing' })
  @Answers(204)
  remove(
    @Param('groupId', Uuid) groupId: string,
    @Param('volunteerId', PersonId) volunteerId: string,
    @By() by: Caller,
  ): Promise<void> {
    return this.membership.leave(groupId, volunteerId, by);
  }
}
