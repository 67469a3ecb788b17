import { Body, Controller, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Flag, PersonId, Refuses, Text } from '@huying/http';
import { OrganizationView } from '../organization.view.js';
import { organizationProblems } from '../organizations.problems.js';
import { ApplyHandler } from './apply.handler.js';

/** A social organisation that wants to be incubated. */
export class ApplyDto {
  @Text({ max: 100, example: '潮城大喇叭' })
  name!: string;

  @Text({ max: 1_000, example: '入户反诈宣传' })
  purpose!: string;

  @Flag({
    required: false,
    description: 'The hub, which others are member organisations of; staff only, one in a community',
  })
  hub?: boolean;

  @PersonId({ required: false, description: 'The account that acts for it, told by staff; default: the caller' })
  accountId?: string;
}

@Controller('organizations')
@ApiTags('Organizations')
export class ApplyController {
  constructor(private readonly apply: ApplyHandler) {}

  @Post()
  @Requires('organizations:apply')
  @ApiOperation({ summary: 'A social organisation applies to be incubated' })
  @Answers(201, OrganizationView)
  @Refuses(organizationProblems.nameTaken, organizationProblems.hubTaken)
  post(@Body() body: ApplyDto, @By() by: Caller): Promise<OrganizationView> {
    return this.apply.handle(body, by);
  }
}
