import { Injectable } from '@nestjs/common';
import { ensureMay, type Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { Claim } from '../../claim.entity.js';
import { claimView, positionsOf, type ClaimView } from '../claim.view.js';

@Injectable()
export class ShowClaimHandler {
  constructor(private readonly database: Database) {}

  async handle(id: string, by: Caller): Promise<ClaimView> {
    const claim = await this.database.read.findOneBy(Claim, { id, pool: by.communityId });
    if (!claim) throw new RowNotFoundError('claims');
    ensureMay(by, 'read', 'claim', claim);
    return claimView(claim, (await positionsOf(this.database.read, [claim])).get(id));
  }
}
