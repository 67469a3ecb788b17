import { Injectable } from '@nestjs/common';
import { ensureMay, isStaff, type Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { ClaimMetrics } from '../../claim-metrics.js';
import { Claim } from '../../claim.entity.js';
import { claimView, type ClaimView } from '../claim.view.js';
import { Decider } from '../decider.js';
import { Releaser } from '../releaser.js';

@Injectable()
export class ReleasePlaceHandler {
  constructor(
    private readonly database: Database,
    private readonly decider: Decider,
    private readonly releaser: Releaser,
    private readonly metrics: ClaimMetrics,
  ) {}

  /** Whoever gives back what has ended already gets the same answer as the first time. */
  async handle(claimId: string, by: Caller): Promise<ClaimView> {
    const claim = await this.find(claimId, by);
    ensureMay(by, 'end', 'claim', claim);
    if (claim.state === 'ended') return claimView(claim);
    const { needId, volunteerId } = claim;
    const reason = isStaff(by) && by.personId !== volunteerId ? 'staff' : 'volunteer';
    await this.decider.decide(by.communityId, (keys) =>
      this.releaser.release(keys, { needId, volunteerId, claimId, reason }),
    );
    this.metrics.decided(by.communityId, claim.state === 'held' ? 'released' : 'left');
    return claimView(await this.find(claimId, by));
  }

  private async find(id: string, by: Caller): Promise<Claim> {
    const claim = await this.database.read.findOneBy(Claim, { id, pool: by.communityId });
    if (!claim) throw new RowNotFoundError('claims');
    return claim;
  }
}
