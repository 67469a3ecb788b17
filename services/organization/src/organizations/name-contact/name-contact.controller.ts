import { Body, Controller, Param, Put } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Id, IfMatch, PersonId, Refuses, Uuid } from '@huying/http';
import { OrganizationView } from '../organization.view.js';
import { organizationProblems } from '../organizations.problems.js';
import { NameContactHandler } from './name-contact.handler.js';

export class ContactPersonDto {
  @PersonId({ description: 'Somebody of the community’s staff: GET /v1/community-workers' })
  personId!: string;
}

export class HubDto {
  @Id({ description: 'The hub' })
  hubId!: string;
}

@Controller('organizations/:organizationId')
@ApiTags('Organizations')
export class NameContactController {
  constructor(private readonly nameContact: NameContactHandler) {}

  @Put('contact-person')
  @Requires('organizations:decide')
  @ApiHeader({ name: 'If-Match', required: true, description: 'The ETag of the version that the change rests on' })
  @ApiOperation({ summary: 'Name whom of the staff it turns to' })
  @Answers(200, OrganizationView)
  @Refuses(organizationProblems.wrongState, organizationProblems.contactNotStaff)
  name(
    @Param('organizationId', Uuid) id: string,
    @Body() { personId }: ContactPersonDto,
    @IfMatch() version: number,
    @By() by: Caller,
  ): Promise<OrganizationView> {
    return this.nameContact.name(id, personId, version, by);
  }

  @Put('hub')
  @Requires('organizations:decide')
  @ApiHeader({ name: 'If-Match', required: true, description: 'The ETag of the version that the change rests on' })
  @ApiOperation({ summary: 'Make it a member organisation of the hub' })
  @Answers(200, OrganizationView)
  @Refuses(organizationProblems.wrongState, organizationProblems.notAHub)
  joinHub(
    @Param('organizationId', Uuid) id: string,
    @Body() { hubId }: HubDto,
    @IfMatch() version: number,
    @By() by: Caller,
  ): Promise<OrganizationView> {
    return this.nameContact.joinHub(id, hubId, version, by);
  }
}
