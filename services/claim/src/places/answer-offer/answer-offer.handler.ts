import { Injectable } from '@nestjs/common';
import { ForbiddenError, type Caller } from '@huying/auth';
import type { Claim } from '../../claim.entity.js';
import { ClaimDesk, type ClaimAnswer } from '../claim-desk.js';
import { claimProblems } from '../refusals.js';

@Injectable()
export class AnswerOfferHandler {
  constructor(private readonly desk: ClaimDesk) {}

  async accept(claimId: string, risk: boolean, by: Caller): Promise<ClaimAnswer> {
    const { needId: need, volunteerId: volunteer } = await this.ownOffer(claimId, by);
    return this.desk.decide(by, claimId, 'accepted', { do: 'answer', need, volunteer, claim: claimId, risk });
  }

  async decline(claimId: string, by: Caller): Promise<ClaimAnswer> {
    const claim = await this.ownOffer(claimId, by);
    if (claim.state === 'ended') return { view: await this.desk.view(claim), decided: null };
    if (claim.state !== 'offered') throw claimProblems.notOffered();
    const { needId: need, volunteerId: volunteer } = claim;
    const wish = { do: 'release', need, volunteer, claim: claimId, reason: 'declined', late: true } as const;
    return this.desk.decide(by, claimId, 'declined', wish);
  }

  /** Nobody answers for another, not even staff. @throws ForbiddenError */
  private async ownOffer(claimId: string, by: Caller): Promise<Claim> {
    const claim = await this.desk.find(claimId, by);
    if (claim.volunteerId !== by.personId) throw new ForbiddenError('not-yours');
    return claim;
  }
}
