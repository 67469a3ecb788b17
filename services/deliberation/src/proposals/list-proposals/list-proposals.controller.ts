import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, OneOf, PageOf, PageQuery, Uuid, type Page } from '@huying/http';
import { proposalStates, type ProposalState } from '../proposal.entity.js';
import { ProposalView } from '../proposal.view.js';
import { ListProposalsHandler } from './list-proposals.handler.js';

export class ListProposalsQuery extends PageQuery {
  @OneOf(proposalStates, { required: false })
  state?: ProposalState;
}

export class ProposalPage extends PageOf(ProposalView) {}

export class SupporterView {
  @ApiProperty({ description: 'Empty: the community is one estate' })
  estate!: string;

  @ApiProperty()
  building!: string;

  @ApiProperty({ type: String, nullable: true })
  stairwell!: string | null;

  @ApiProperty()
  door!: string;

  @ApiProperty({ format: 'date-time' })
  supportedAt!: string;
}

export class SupporterPage extends PageOf(SupporterView) {}

export class RefusalView {
  @ApiProperty()
  accountId!: string;

  @ApiProperty({ description: 'The code of the problem' })
  code!: string;

  @ApiProperty()
  times!: number;

  @ApiProperty({ format: 'date-time' })
  lastAt!: string;
}

export class RefusalsView {
  @ApiProperty({ type: [RefusalView], description: 'The 100 most frequent' })
  items!: RefusalView[];
}

@Controller('proposals')
@ApiTags('Proposals')
export class ListProposalsController {
  constructor(private readonly listProposals: ListProposalsHandler) {}

  @Get()
  @Requires('proposals:read')
  @ApiOperation({
    summary: 'Proposals, the latest first; what was declined or withdrawn is seen by its maker and staff',
  })
  @Answers(200, ProposalPage)
  list(@Query() query: ListProposalsQuery, @By() by: Caller): Promise<Page<ProposalView>> {
    return this.listProposals.list(query, by);
  }

  @Get('refusals')
  @Requires('consultations:run')
  @ApiOperation({ summary: 'Which accounts were refused to propose or to support, why and how often' })
  @Answers(200, RefusalsView)
  refusals(@By() by: Caller): Promise<RefusalsView> {
    return this.listProposals.refusals(by);
  }

  @Get(':proposalId/supporters')
  @Requires('proposals:read')
  @ApiOperation({ summary: 'The households that support a proposal, in the order in which they came' })
  @Answers(200, SupporterPage)
  supporters(
    @Param('proposalId', Uuid) id: string,
    @Query() query: PageQuery,
    @By() by: Caller,
  ): Promise<Page<SupporterView>> {
    return this.listProposals.supporters(id, query, by);
  }
}
