import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { Claim } from '../claim.entity.js';
import { claimView, standingsOf, type ClaimView } from './claim.view.js';

/** Claims as the journal has committed them, each in the caller's community. */
@Injectable()
export class ClaimsOfPool {
  constructor(private readonly database: Database) {}

  /** @throws RowNotFoundError also for a claim of another community */
  async find(id: string, { communityId: pool }: Caller): Promise<Claim> {
    const claim = await this.database.read.findOneBy(Claim, { id, pool });
    if (!claim) throw new RowNotFoundError('claims');
    return claim;
  }

  async view(claim: Claim): Promise<ClaimView> {
    return claimView(claim, (await standingsOf(this.database.read, [claim])).get(claim.id));
  }

  /** The claim as it is now. */
  async viewOf(id: string, by: Caller): Promise<ClaimView> {
    return this.view(await this.find(id, by));
  }
}
