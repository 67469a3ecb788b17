import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, PageOf, PageQuery, Uuid, type Page } from '@huying/http';
import { GroupView } from '../group.view.js';
import { ListGroupsHandler } from './list-groups.handler.js';

export class GroupPage extends PageOf(GroupView) {}

@Controller('groups')
@ApiTags('Groups')
export class ListGroupsController {
  constructor(private readonly listGroups: ListGroupsHandler) {}

  @Get()
  @Requires('groups:read')
  @ApiOperation({ summary: 'Volunteer groups of the community, the newest first' })
  @Answers(200, GroupPage)
  get(@Query() query: PageQuery, @By() by: Caller): Promise<Page<GroupView>> {
    return this.listGroups.handle(query, by);
  }

  @Get(':groupId')
  @Requires('groups:read')
  @ApiOperation({ summary: 'One volunteer group' })
  @Answers(200, GroupView)
  one(@Param('groupId', Uuid) groupId: string, @By() by: Caller): Promise<GroupView> {
    return this.listGroups.one(groupId, by);
  }
}
