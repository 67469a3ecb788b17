import { Module } from '@nestjs/common';
import { FormGroupController } from './form-group/form-group.controller.js';
import { FormGroupHandler } from './form-group/form-group.handler.js';
import { ListGroupsController } from './list-groups/list-groups.controller.js';
import { ListGroupsHandler } from './list-groups/list-groups.handler.js';
import { MembershipController } from './membership/membership.controller.js';
import { MembershipHandler } from './membership/membership.handler.js';

@Module({
  controllers: [FormGroupController, ListGroupsController, MembershipController],
  providers: [FormGroupHandler, ListGroupsHandler, MembershipHandler],
})
export class GroupsModule {}
