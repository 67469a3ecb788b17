import { Injectable } from '@nestjs/common';
import { ensureMay, isStaff, type Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { keysetPage, type Page } from '@huying/http';
import { Claim } from '../../claim.entity.js';
import { claimView, standingsOf, type ClaimView } from '../claim.view.js';
import type { ListClaimsQuery } from './list-claims.controller.js';

@Injectable()
export class ListClaimsHandler {
  constructor(private readonly database: Database) {}

  async handle(query: ListClaimsQuery, by: Caller): Promise<Page<ClaimView>> {
    const volunteerId = query.volunteerId ?? (isStaff(by) ? undefined : by.personId);
    if (volunteerId !== undefined) ensureMay(by, 'read', 'claim', { volunteerId });
    const claims = this.database.read
      .createQueryBuilder(Claim, 'claim')
      .where('claim.pool = :pool', { pool: by.communityId });
    if (volunteerId !== undefined) claims.andWhere('claim.volunteerId = :volunteerId', { volunteerId });
    if (query.needId) claims.andWhere('claim.needId = :needId', { needId: query.needId });
    if (query.state) claims.andWhere('claim.state = :state', { state: query.state });
    const page = await keysetPage(claims, 'claim', { by: 'claimedAt', direction: 'DESC' }, query);
    const standings = await standingsOf(this.database.read, page.items);
    return { ...page, items: page.items.map((claim) => claimView(claim, standings.get(claim.id))) };
  }
}
