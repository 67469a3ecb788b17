import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, ReasonDto, Refuses, Uuid } from '@huying/http';
import { OrganizationView } from '../organization.view.js';
import { organizationProblems } from '../organizations.problems.js';
import { DecideOrganizationHandler } from './decide-organization.handler.js';

/** The community's word about an organisation, each time with who and why. */
@Controller('organizations/:organizationId')
@ApiTags('Organizations')
export class DecideOrganizationController {
  constructor(private readonly decide: DecideOrganizationHandler) {}

  @Post('acceptance')
  @Requires('organizations:decide')
  @ApiOperation({ summary: 'Accept its application' })
  @Answers(201, OrganizationView)
  @Refuses(organizationProblems.wrongState)
  accept(
    @Param('organizationId', Uuid) id: string,
    @Body() body: ReasonDto,
    @By() by: Caller,
  ): Promise<OrganizationView> {
    return this.decide.accept(id, body, by);
  }

  @Post('refusal')
  @Requires('organizations:decide')
  @ApiOperation({ summary: 'Do not accept its application' })
  @Answers(201, OrganizationView)
  @Refuses(organizationProblems.wrongState)
  decline(
    @Param('organizationId', Uuid) id: string,
    @Body() body: ReasonDto,
    @By() by: Caller,
  ): Promise<OrganizationView> {
    return this.decide.decline(id, body, by);
  }

  @Post('graduation')
  @Requires('organizations:decide')
  @ApiOperation({ summary: 'Let it stand on its own: every milestone is reached' })
  @Answers(201, OrganizationView)
  @Refuses(organizationProblems.wrongState, organizationProblems.milestonesOpen)
  graduate(
    @Param('organizationId', Uuid) id: string,
    @Body() body: ReasonDto,
    @By() by: Caller,
  ): Promise<OrganizationView> {
    return this.decide.graduate(id, body, by);
  }

  @Post('dormancy')
  @Requires('organizations:decide')
  @ApiOperation({ summary: 'Note that nothing is heard of it for a while' })
  @Answers(201, OrganizationView)
  @Refuses(organizationProblems.wrongState, organizationProblems.programmesOpen)
  rest(
    @Param('organizationId', Uuid) id: string,
    @Body() body: ReasonDto,
    @By() by: Caller,
  ): Promise<OrganizationView> {
    return this.decide.goDormant(id, body, by);
  }

  @Post('revival')
  @Requires('organizations:decide')
  @ApiOperation({ summary: 'Note that it is at work again' })
  @Answers(201, OrganizationView)
  @Refuses(organizationProblems.wrongState)
  revive(
    @Param('organizationId', Uuid) id: string,
    @Body() body: ReasonDto,
    @By() by: Caller,
  ): Promise<OrganizationView> {
    return this.decide.revive(id, body, by);
  }

  @Post('winding-up')
  @Requires('organizations:decide')
  @ApiOperation({ summary: 'Wind it up; its programmes must be over' })
  @Answers(201, OrganizationView)
  @Refuses(organizationProblems.wrongState, organizationProblems.programmesOpen)
  windUp(
    @Param('organizationId', Uuid) id: string,
    @Body() body: ReasonDto,
    @By() by: Caller,
  ): Promise<OrganizationView> {
    return this.decide.windUp(id, body, by);
  }
}
