import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Id, OneOf, PageOf, PageQuery, QueryFlag, Text, type Page } from '@huying/http';
import { organizationStates, type OrganizationState } from '../organization.entity.js';
import { OrganizationView } from '../organization.view.js';
import { ListOrganizationsHandler } from './list-organizations.handler.js';

export class ListOrganizationsQuery extends PageQuery {
  @OneOf(organizationStates, { required: false })
  state?: OrganizationState;

  @Id({ required: false, description: 'Member organisations of this hub' })
  hubId?: string;

  @Text({ max: 100, required: false, description: 'Words of the name' })
  q?: string;

  @QueryFlag('Only those with a milestone that is overdue; staff')
  overdue?: boolean;

  @QueryFlag('Only those that have a party branch of their own to form; staff')
  ownBranchDue?: boolean;

  @QueryFlag('Only those to which no party member of the community is assigned; staff')
  unassigned?: boolean;
}

export class OrganizationPage extends PageOf(OrganizationView) {}

@Controller('organizations')
@ApiTags('Organizations')
export class ListOrganizationsController {
  constructor(private readonly listOrganizations: ListOrganizationsHandler) {}

  @Get()
  @Requires('organizations:read')
  @ApiOperation({ summary: 'Organisations of the community, by name; applications are for staff and the applicant' })
  @Answers(200, OrganizationPage)
  get(@Query() query: ListOrganizationsQuery, @By() by: Caller): Promise<Page<OrganizationView>> {
    return this.listOrganizations.handle(query, by);
  }
}
