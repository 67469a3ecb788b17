import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import {
  Answers,
  Flag,
  Id,
  OneOf,
  PageOf,
  PageQuery,
  ReasonDto,
  Refuses,
  RequiresIdempotencyKey,
  Text,
  Uuid,
  type Page,
} from '@huying/http';
import { pledgeStates, type PledgeState } from '../pledge.entity.js';
import { PledgeView } from '../pledge.view.js';
import { appealProblems, pledgeProblems } from '../pledges.problems.js';
import { MakePledgeHandler } from './make-pledge.handler.js';

export class PledgeDto {
  @Text({ max: 100, example: '王家三代赠', description: 'What is engraved, twenty characters at most' })
  engraving!: string;

  @Flag({ description: 'Whoever is named in it has agreed' })
  namesConsent!: boolean;
}

export class ListPledgesQuery extends PageQuery {
  @Id({ required: false })
  appealId?: string;

  @OneOf(pledgeStates, { required: false })
  state?: PledgeState;
}

export class PledgePage extends PageOf(PledgeView) {}

@Controller()
@ApiTags('Pledges')
export class MakePledgeController {
  constructor(private readonly makePledge: MakePledgeHandler) {}

  @Post('appeals/:appealId/pledges')
  @Requires('pledges:make')
  @RequiresIdempotencyKey()
  @ApiOperation({ summary: 'Ask to give one of the things; the claim service decides who does' })
  @Answers(202, PledgeView)
  @Refuses(
    appealProblems.wrongState,
    appealProblems.notOpenYet,
    pledgeProblems.engravingTooLong,
    pledgeProblems.engravingForbidden,
    pledgeProblems.namesWithoutConsent,
  )
  request(@Param('appealId', Uuid) id: string, @Body() body: PledgeDto, @By() by: Caller): Promise<PledgeView> {
    return this.makePledge.request(id, body, by);
  }

  @Get('pledges')
  @Requires('pledges:read')
  @ApiOperation({ summary: 'Pledges in the order in which they were asked for; a giver sees their own' })
  @Answers(200, PledgePage)
  list(@Query() query: ListPledgesQuery, @By() by: Caller): Promise<Page<PledgeView>> {
    return this.makePledge.list(query, by);
  }

  @Post('pledges/:pledgeId/withdrawal')
  @Requires('pledges:make')
  @ApiOperation({ summary: 'Give a pledge back before it is delivered' })
  @Answers(201, PledgeView)
  @Refuses(pledgeProblems.wrongState)
  withdraw(@Param('pledgeId', Uuid) id: string, @Body() body: ReasonDto, @By() by: Caller): Promise<PledgeView> {
    return this.makePledge.withdraw(id, body, by);
  }
}
