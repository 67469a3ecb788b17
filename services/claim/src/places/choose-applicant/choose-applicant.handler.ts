import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { ClaimDesk, type ClaimAnswer } from '../claim-desk.js';
import { DeedBook } from '../deed-book.js';
import { claimProblems } from '../refusals.js';

@Injectable()
export class ChooseApplicantHandler {
  constructor(
    private readonly desk: ClaimDesk,
    private readonly deeds: DeedBook,
  ) {}

  async approve(claimId: string, by: Caller): Promise<ClaimAnswer> {
    const { needId: need, volunteerId: volunteer } = await this.desk.find(claimId, by);
    await this.deeds.enter(by, claimId, 'approval', '');
    return this.desk.decide(by, claimId, 'chosen', { do: 'choose', need, volunteer, claim: claimId });
  }

  async reject(claimId: string, reason: string, by: Caller): Promise<ClaimAnswer> {
    const claim = await this.desk.find(claimId, by);
    if (claim.state === 'ended') return { view: await this.desk.view(claim), decided: null };
    if (claim.state !== 'waiting') throw claimProblems.notApplied();
    await this.deeds.enter(by, claimId, 'rejection', reason);
    const { needId: need, volunteerId: volunteer } = claim;
    const wish = { do: 'release', need, volunteer, claim: claimId, reason: 'rejected', late: true } as const;
    return this.desk.decide(by, claimId, 'rejected', wish);
  }
}
