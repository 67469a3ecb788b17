import { Module } from '@nestjs/common';
import { ApplyController } from './apply/apply.controller.js';
import { ApplyHandler } from './apply/apply.handler.js';
import { DecideOrganizationController } from './decide-organization/decide-organization.controller.js';
import { DecideOrganizationHandler } from './decide-organization/decide-organization.handler.js';
import { HubViewController } from './hub-view/hub-view.controller.js';
import { HubViewHandler } from './hub-view/hub-view.handler.js';
import { IncubateController } from './incubate/incubate.controller.js';
import { IncubateHandler } from './incubate/incubate.handler.js';
import { KeepBranchesController } from './keep-branches/keep-branches.controller.js';
import { KeepBranchesHandler } from './keep-branches/keep-branches.handler.js';
import { KeepMembersController } from './keep-members/keep-members.controller.js';
import { KeepMembersHandler } from './keep-members/keep-members.handler.js';
import { KeepOfficesController } from './keep-offices/keep-offices.controller.js';
import { KeepOfficesHandler } from './keep-offices/keep-offices.handler.js';
import { ListOrganizationsController } from './list-organizations/list-organizations.controller.js';
import { ListOrganizationsHandler } from './list-organizations/list-organizations.handler.js';
import { NameContactController } from './name-contact/name-contact.controller.js';
import { NameContactHandler } from './name-contact/name-contact.handler.js';
import { NoticeOverdue } from './notice-overdue/notice-overdue.js';
import { NoticeOwnBranches } from './notice-own-branches/notice-own-branches.js';
import { ReachMilestoneController } from './reach-milestone/reach-milestone.controller.js';
import { ReachMilestoneHandler } from './reach-milestone/reach-milestone.handler.js';
import { ShowOrganizationController } from './show-organization/show-organization.controller.js';
import { ShowOrganizationHandler } from './show-organization/show-organization.handler.js';

@Module({
  controllers: [
    ApplyController,
    DecideOrganizationController,
    HubViewController,
    IncubateController,
    KeepBranchesController,
    KeepMembersController,
    KeepOfficesController,
    ListOrganizationsController,
    NameContactController,
    ReachMilestoneController,
    ShowOrganizationController,
  ],
  providers: [
    ApplyHandler,
    DecideOrganizationHandler,
    HubViewHandler,
    IncubateHandler,
    KeepBranchesHandler,
    KeepMembersHandler,
    KeepOfficesHandler,
    ListOrganizationsHandler,
    NameContactHandler,
    NoticeOverdue,
    NoticeOwnBranches,
    ReachMilestoneHandler,
    ShowOrganizationHandler,
  ],
})
export class OrganizationsModule {}
