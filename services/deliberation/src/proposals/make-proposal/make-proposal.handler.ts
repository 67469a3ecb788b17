import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { CommunityTime, CONFIGURATION, step, type Configuration } from '@huying/http';
import { In } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Proposal } from '../proposal.entity.js';
import { makeProposal, proposalLife, undecided } from '../proposal.js';
import { proposalView, type ProposalView } from '../proposal.view.js';
import { Refusals } from '../refusals.js';
import { setSupport } from '../set-support.js';
import { settledHousehold } from '../settled-household.js';
import type { ProposalDto } from './make-proposal.controller.js';

@Injectable()
export class MakeProposalHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
    private readonly refusals: Refusals,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  handle({ text, place }: ProposalDto, by: Caller): Promise<ProposalView> {
    const { communityId, personId: madeBy } = by;
    const deed = { by: madeBy, now: this.time.now() };
    const { PROPOSAL_HOUSEHOLD_DAYS: days, PROPOSAL_SUPPORTERS: supportersNeeded } = this.configuration;
    const made = this.db.withTransaction(async (tx) => {
      const householdId = await settledHousehold(tx, by, days, deed.now);
      const waiting = await tx.manager.countBy(Proposal, { communityId, madeBy, state: In(undecided) });
      const one = tx.create(Proposal, {
        ...{ id: uuidv7(), communityId, state: 'gathering', text, place, madeBy, supporters: 0, supportersNeeded },
        ...{ declination: null, consultationId: null, madeAt: deed.now },
      });
      await step(tx, proposalLife, one, makeProposal(one, { ...deed, waiting }), deed);
      await setSupport(tx, one, { ...deed, householdId, supports: true });
      return proposalView(one, madeBy);
    });
    return this.refusals.counting(by, made);
  }
}
