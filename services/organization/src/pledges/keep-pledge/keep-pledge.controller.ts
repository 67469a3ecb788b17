import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, ReasonDto, Refuses, Uuid } from '@huying/http';
import { PledgeView } from '../pledge.view.js';
import { pledgeProblems } from '../pledges.problems.js';
import { KeepPledgeHandler } from './keep-pledge.handler.js';

@Controller('pledges/:pledgeId')
@ApiTags('Pledges')
export class KeepPledgeController {
  constructor(private readonly keepPledge: KeepPledgeHandler) {}

  @Post('delivery')
  @Requires('appeals:run')
  @ApiOperation({ summary: 'Note that the thing has come' })
  @Answers(201, PledgeView)
  @Refuses(pledgeProblems.wrongState)
  deliver(@Param('pledgeId', Uuid) id: string, @By() by: Caller): Promise<PledgeView> {
    return this.keepPledge.deliver(id, by);
  }

  @Post('installation')
  @Requires('appeals:run')
  @ApiOperation({ summary: 'Note that it is in its place; from now on it is in care' })
  @Answers(201, PledgeView)
  @Refuses(pledgeProblems.wrongState)
  install(@Param('pledgeId', Uuid) id: string, @By() by: Caller): Promise<PledgeView> {
    return this.keepPledge.install(id, by);
  }

  @Post('upkeep')
  @Requires('pledges:care')
  @ApiOperation({ summary: 'Note that the giver has seen to it, from a week before the day on' })
  @Answers(201, PledgeView)
  @Refuses(pledgeProblems.wrongState, pledgeProblems.noUpkeep)
  seeTo(@Param('pledgeId', Uuid) id: string, @By() by: Caller): Promise<PledgeView> {
    return this.keepPledge.seeTo(id, by);
  }

  @Post('retirement')
  @Requires('appeals:run')
  @ApiOperation({ summary: 'Note that the thing is gone' })
  @Answers(201, PledgeView)
  @Refuses(pledgeProblems.wrongState)
  retire(@Param('pledgeId', Uuid) id: string, @Body() body: ReasonDto, @By() by: Caller): Promise<PledgeView> {
    return this.keepPledge.retire(id, body, by);
  }
}
