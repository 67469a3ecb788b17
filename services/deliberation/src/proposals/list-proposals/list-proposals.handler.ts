import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { keysetPage, shown, type Page, type PageQuery } from '@huying/http';
import { In, type SelectQueryBuilder } from 'typeorm';
import { Household } from '../../electorate/household.entity.js';
import { Proposal, ProposalRefusal, ProposalSupport } from '../proposal.entity.js';
import { proposalView, type ProposalView } from '../proposal.view.js';
import type { ListProposalsQuery, RefusalsView, SupporterView } from './list-proposals.controller.js';

@Injectable()
export class ListProposalsHandler {
  constructor(private readonly db: Database) {}

  async list({ state, ...page }: ListProposalsQuery, by: Caller): Promise<Page<ProposalView>> {
    const found = this.seenBy(by);
    if (state) found.andWhere('one.state = :state', { state });
    const { items, nextCursor } = await keysetPage(found, 'one', { by: 'madeAt', direction: 'DESC' }, page);
    return { items: items.map((one) => proposalView(one, by.personId)), nextCursor };
  }

  async supporters(id: string, page: PageQuery, by: Caller): Promise<Page<SupporterView>> {
    if (!(await this.seenBy(by).andWhere('one.id = :id', { id }).getExists())) throw new RowNotFoundError('proposals');
    const found = this.db.read.createQueryBuilder(ProposalSupport, 'one').where('one.proposalId = :id', { id });
    const { items, nextCursor } = await keysetPage(found, 'one', { by: 'supportedAt', direction: 'ASC' }, page);
    const households = await this.db.read.findBy(Household, { id: In(items.map(({ householdId }) => householdId)) });
    const homes = new Map(households.map((household) => [household.id, household]));
    return {
      items: items.flatMap(({ householdId, supportedAt }) => {
        const home = homes.get(householdId);
        if (!home) return [];
        const { estate, building, stairwell, door } = home;
        return [{ estate, building, stairwell, door, supportedAt: shown(supportedAt) }];
      }),
      nextCursor,
    };
  }

  async refusals({ communityId }: Caller): Promise<RefusalsView> {
    const found = await this.db.read.find(ProposalRefusal, {
      ...{ where: { communityId }, take: 100 },
      order: { times: 'DESC', lastAt: 'DESC', accountId: 'ASC' },
    });
    return {
      items: found.map(({ accountId, code, times, lastAt }) => ({ accountId, code, times, lastAt: shown(lastAt) })),
    };
  }

  private seenBy({ communityId, personId, permissions }: Caller): SelectQueryBuilder<Proposal> {
    const found = this.db.read
      .createQueryBuilder(Proposal, 'one')
      .where('one.communityId = :communityId', { communityId });
    if (!permissions.has('consultations:run')) {
      found.andWhere(`(one.state NOT IN ('declined', 'withdrawn') OR one.madeBy = :personId)`, { personId });
    }
    return found;
  }
}
