import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { CommunityTime, CONFIGURATION, type Configuration } from '@huying/http';
import { Proposal } from '../proposal.entity.js';
import { proposalView, type ProposalView } from '../proposal.view.js';
import { Refusals } from '../refusals.js';
import { setSupport } from '../set-support.js';
import { settledHousehold } from '../settled-household.js';
import type { SupportDto } from './support-proposal.controller.js';

@Injectable()
export class SupportProposalHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
    private readonly refusals: Refusals,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  handle(id: string, { supports }: SupportDto, by: Caller): Promise<ProposalView> {
    const { communityId, personId } = by;
    const now = this.time.now();
    const set = this.db.withTransaction(async (tx) => {
      const householdId = await settledHousehold(tx, by, this.configuration.PROPOSAL_HOUSEHOLD_DAYS, now);
      const one = await tx.lock(Proposal, { id, communityId });
      await setSupport(tx, one, { by: personId, now, householdId, supports });
      return proposalView(one, personId);
    });
    return this.refusals.counting(by, set);
  }
}
