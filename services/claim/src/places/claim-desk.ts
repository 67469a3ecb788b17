import { Injectable } from '@nestjs/common';
import { ensureMay, isStaff, type Action, type Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { ClaimMetrics } from '../claim-metrics.js';
import { Claim } from '../claim.entity.js';
import { claimView, standingsOf, type ClaimView } from './claim.view.js';
import { Decider, type Decided } from './decider.js';
import type { PoolWish } from './pool-hand.js';

/** What became of a claim, and where in the log it was decided; null if it had been so before. */
export interface ClaimAnswer {
  readonly view: ClaimView;
  readonly decided: Decided | null;
}

/** Finds claims of the caller's community, decides about them, and shows them as the journal has committed them. */
@Injectable()
export class ClaimDesk {
  constructor(
    private readonly database: Database,
    private readonly decider: Decider,
    private readonly metrics: ClaimMetrics,
  ) {}

  /** @throws RowNotFoundError also for a claim of another community */
  async find(id: string, { communityId: pool }: Caller): Promise<Claim> {
    const claim = await this.database.read.findOneBy(Claim, { id, pool });
    if (!claim) throw new RowNotFoundError('claims');
    return claim;
  }

  /** A claim is the claimant's own; a child's is its guardian's. @throws ForbiddenError `not-yours` */
  async ensureMay(by: Caller, action: Action, { pool, volunteerId }: Claim): Promise<void> {
    if (by.personId === volunteerId || isStaff(by)) return ensureMay(by, action, 'claim', { volunteerId });
    const [child] = await this.database.read.query<{ guardian_id: string | null }[]>(
      `SELECT guardian_id FROM known_volunteers WHERE pool = $1 AND id = $2`,
      [pool, volunteerId],
    );
    ensureMay(by, action, 'claim', { volunteerId: child?.guardian_id ?? volunteerId });
  }

  async view(claim: Claim): Promise<ClaimView> {
    return claimView(claim, (await standingsOf(this.database.read, [claim])).get(claim.id));
  }

  /** Decides about a claim and shows what became of it. @throws what the decision refuses */
  async decide(by: Caller, claimId: string, outcome: string, wish: PoolWish): Promise<ClaimAnswer> {
    const decided = await this.decider.decide(by.communityId, wish);
    this.metrics.decided(by.communityId, outcome);
    return { view: await this.view(await this.find(claimId, by)), decided };
  }
}
