import { Injectable } from '@nestjs/common';
import { ensureMay, isStaff, type Caller } from '@huying/auth';
import { ClaimMetrics } from '../../claim-metrics.js';
import { ClaimsOfPool } from '../claims-of-pool.js';
import type { ClaimView } from '../claim.view.js';
import { Decider, type Decided } from '../decider.js';

@Injectable()
export class ReleasePlaceHandler {
  constructor(
    private readonly claims: ClaimsOfPool,
    private readonly decider: Decider,
    private readonly metrics: ClaimMetrics,
  ) {}

  /** Whoever gives back what has ended already gets the same answer as the first time. */
  async handle(claimId: string, by: Caller): Promise<{ view: ClaimView; decided: Decided | null }> {
    const claim = await this.claims.find(claimId, by);
    ensureMay(by, 'end', 'claim', claim);
    if (claim.state === 'ended') return { view: await this.claims.view(claim), decided: null };
    const { needId: need, volunteerId: volunteer } = claim;
    const isOther = isStaff(by) && by.personId !== volunteer;
    const reason = isOther ? 'staff' : claim.state === 'offered' ? 'declined' : 'volunteer';
    const wish = { do: 'release', need, volunteer, claim: claimId, reason, late: isOther } as const;
    const decided = await this.decider.decide(by.communityId, wish);
    this.metrics.decided(by.communityId, claim.state === 'held' ? 'released' : 'left');
    return { view: await this.claims.viewOf(claimId, by), decided };
  }
}
