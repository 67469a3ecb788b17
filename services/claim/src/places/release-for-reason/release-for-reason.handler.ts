import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { ClaimDesk, type ClaimAnswer } from '../claim-desk.js';
import { DeedBook } from '../deed-book.js';
import { claimProblems } from '../refusals.js';

@Injectable()
export class ReleaseForReasonHandler {
  constructor(
    private readonly desk: ClaimDesk,
    private readonly deeds: DeedBook,
  ) {}

  async handle(claimId: string, reason: string, by: Caller): Promise<ClaimAnswer> {
    const claim = await this.desk.find(claimId, by);
    if (claim.state === 'ended') return { view: await this.desk.view(claim), decided: null };
    if (claim.deliveredAt) throw claimProblems.alreadyDelivered();
    await this.deeds.enter(by, claimId, 'release', reason);
    const { needId: need, volunteerId: volunteer } = claim;
    const wish = { do: 'release', need, volunteer, claim: claimId, reason: 'staff', late: true } as const;
    return this.desk.decide(by, claimId, claim.state === 'held' ? 'released' : 'left', wish);
  }
}
