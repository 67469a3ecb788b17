import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Id, OneOf, PageOf, PageQuery, Uuid, type Page } from '@huying/http';
import { pledgeStates, type PledgeState } from '../pledge.entity.js';
import { PledgeView } from '../pledge.view.js';
import { ListPledgesHandler } from './list-pledges.handler.js';

export class ListPledgesQuery extends PageQuery {
  @Id({ required: false })
  appealId?: string;

  @Id({ required: false, description: 'The claim that it follows' })
  claimId?: string;

  @OneOf(pledgeStates, { required: false })
  state?: PledgeState;
}

export class PledgePage extends PageOf(PledgeView) {}

@Controller('pledges')
@ApiTags('Pledges')
export class ListPledgesController {
  constructor(private readonly listPledges: ListPledgesHandler) {}

  @Get()
  @Requires('pledges:read')
  @ApiOperation({
    summary: 'Pledges in the order in which they were asked for, as the claim service decided; a giver sees their own',
  })
  @Answers(200, PledgePage)
  list(@Query() query: ListPledgesQuery, @By() by: Caller): Promise<Page<PledgeView>> {
    return this.listPledges.list(query, by);
  }

  @Get(':pledgeId')
  @Requires('pledges:read')
  @ApiOperation({ summary: 'One pledge, for its giver and staff' })
  @Answers(200, PledgeView)
  show(@Param('pledgeId', Uuid) id: string, @By() by: Caller): Promise<PledgeView> {
    return this.listPledges.show(id, by);
  }
}
