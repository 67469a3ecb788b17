import { Injectable } from '@nestjs/common';
import { isStaff, type Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { keysetPage, type Page } from '@huying/http';
import { ensureOwn } from '../own-pledge.js';
import { Pledge } from '../pledge.entity.js';
import { pledgeView, type PledgeView } from '../pledge.view.js';
import type { ListPledgesQuery } from './list-pledges.controller.js';

@Injectable()
export class ListPledgesHandler {
  constructor(private readonly db: Database) {}

  async list({ appealId, claimId, state, ...page }: ListPledgesQuery, by: Caller): Promise<Page<PledgeView>> {
    const { communityId, personId } = by;
    const found = this.db.read
      .createQueryBuilder(Pledge, 'one')
      .where('one.communityId = :communityId', { communityId });
    if (!isStaff(by)) found.andWhere('one.giverId = :personId', { personId });
    if (appealId) found.andWhere('one.appealId = :appealId', { appealId });
    if (claimId) found.andWhere('one.claimId = :claimId', { claimId });
    if (state) found.andWhere('one.state = :state', { state });
    const { items, nextCursor } = await keysetPage(found, 'one', { by: 'requestedAt', direction: 'ASC' }, page);
    return { items: items.map(pledgeView), nextCursor };
  }

  async show(id: string, by: Caller): Promise<PledgeView> {
    const pledge = await this.db.read.findOneBy(Pledge, { id, communityId: by.communityId });
    if (!pledge) throw new RowNotFoundError('pledges');
    ensureOwn(pledge, by);
    return pledgeView(pledge);
  }
}
