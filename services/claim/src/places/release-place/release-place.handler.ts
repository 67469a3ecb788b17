import { Injectable } from '@nestjs/common';
import { isStaff, type Caller } from '@huying/auth';
import { isSeat } from '../../rules/index.js';
import { ensureOwnSeat } from '../../teams/seat.js';
import { ClaimDesk, type ClaimAnswer } from '../claim-desk.js';
import { claimProblems } from '../refusals.js';

@Injectable()
export class ReleasePlaceHandler {
  constructor(private readonly desk: ClaimDesk) {}

  /**
   * Whoever gives back what has ended already gets the same answer as the first time. After the time for it staff need a
   * reason, see release-for-reason. What was pledged and has come is not taken back by anybody.
   */
  async handle(claimId: string, by: Caller): Promise<ClaimAnswer> {
    const claim = await this.desk.find(claimId, by);
    if (isSeat(claim.volunteerId)) ensureOwnSeat(claim, by);
    else await this.desk.ensureMay(by, 'end', claim);
    if (claim.state === 'ended') return { view: await this.desk.view(claim), decided: null };
    if (claim.deliveredAt) throw claimProblems.alreadyDelivered();
    const { needId: need, volunteerId: volunteer } = claim;
    const reason = isStaff(by) && by.personId !== volunteer ? 'staff' : 'volunteer';
    const wish = { do: 'release', need, volunteer, claim: claimId, reason, late: false } as const;
    return this.desk.decide(by, claimId, claim.state === 'held' ? 'released' : 'left', wish);
  }
}
