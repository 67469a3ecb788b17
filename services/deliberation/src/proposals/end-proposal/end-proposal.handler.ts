import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { CommunityTime, step, type ReasonDto } from '@huying/http';
import { beginConsultation } from '../../consultations/begin-consultation.js';
import type { ConsultationDto } from '../../consultations/open-consultation/open-consultation.controller.js';
import { Proposal } from '../proposal.entity.js';
import { declineProposal, proposalLife, takeUp, withdrawProposal } from '../proposal.js';
import { proposalView, type ProposalView } from '../proposal.view.js';

@Injectable()
export class EndProposalHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  takeUp(id: string, wish: ConsultationDto, by: Caller): Promise<ProposalView> {
    const deed = { by: by.personId, now: this.time.now() };
    return this.db.withTransaction(async (tx) => {
      const one = await tx.lock(Proposal, { id, communityId: by.communityId });
      const { id: consultationId } = await beginConsultation(tx, wish, by, deed.now);
      const takenUp = takeUp(one, { ...deed, consultationId });
      one.consultationId = consultationId;
      await step(tx, proposalLife, one, takenUp, deed);
      return proposalView(one, by.personId);
    });
  }

  decline(id: string, { reason }: ReasonDto, { communityId, personId: by }: Caller): Promise<ProposalView> {
    const deed = { by, now: this.time.now(), reason };
    return this.db.withTransaction(async (tx) => {
      const one = await tx.lock(Proposal, { id, communityId });
      const declined = declineProposal(one, deed);
      one.declination = reason;
      await step(tx, proposalLife, one, declined, deed);
      return proposalView(one, by);
    });
  }

  withdraw(id: string, { communityId, personId: by }: Caller): Promise<ProposalView> {
    const deed = { by, now: this.time.now() };
    return this.db.withTransaction(async (tx) => {
      const one = await tx.lock(Proposal, { id, communityId });
      await step(tx, proposalLife, one, withdrawProposal(one, deed), deed);
      return proposalView(one, by);
    });
  }
}
