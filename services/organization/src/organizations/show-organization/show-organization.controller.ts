import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Uuid } from '@huying/http';
import { OrganizationFileView } from '../organization.view.js';
import { ShowOrganizationHandler } from './show-organization.handler.js';

@Controller('organizations/:organizationId')
@ApiTags('Organizations')
export class ShowOrganizationController {
  constructor(private readonly showOrganization: ShowOrganizationHandler) {}

  @Get()
  @Requires('organizations:read')
  @ApiOperation({ summary: 'One organisation; its milestones and offices for those who act for it, and staff' })
  @Answers(200, OrganizationFileView)
  get(@Param('organizationId', Uuid) id: string, @By() by: Caller): Promise<OrganizationFileView> {
    return this.showOrganization.handle(id, by);
  }
}
