import { Injectable } from '@nestjs/common';
import { isStaff, type Caller } from '@huying/auth';
import { Database, isUniqueViolation, RowNotFoundError } from '@huying/database';
import { Clock, keysetPage, type Page, type ReasonDto, step } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { joinPartner, leavePartner, offerLife, partnerLife, withdrawOffer } from '../offer.js';
import { Offer, OfferMatch, Partner } from '../partner.entity.js';
import { partnerView, type PartnerView } from '../partner.view.js';
import { partnerProblems } from '../partners.problems.js';
import type { ListPartnersQuery, PartnerDto } from './keep-partners.controller.js';

@Injectable()
export class KeepPartnersHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async list({ kind, ...page }: ListPartnersQuery, by: Caller): Promise<Page<PartnerView>> {
    const { communityId, personId } = by;
    const found = this.db.read
      .createQueryBuilder(Partner, 'one')
      .where(`one.communityId = :communityId AND one.state = 'joined'`, { communityId });
    if (!isStaff(by)) found.andWhere('one.accountId = :personId', { personId });
    if (kind) found.andWhere('one.kind = :kind', { kind });
    const { items, nextCursor } = await keysetPage(found, 'one', { by: 'joinedAt', direction: 'ASC' }, page);
    return { items: items.map(partnerView), nextCursor };
  }

  /** Another partner does not exist for a partner. */
  async show(id: string, by: Caller): Promise<PartnerView> {
    const partner = await this.db.read.findOneBy(Partner, { id, communityId: by.communityId });
    if (!partner || (partner.accountId !== by.personId && !isStaff(by))) throw new RowNotFoundError('partners');
    return partnerView(partner);
  }

  async join({ kind, name, accountId }: PartnerDto, { communityId, personId: by }: Caller): Promise<PartnerView> {
    const now = this.clock.now();
    try {
      return await this.db.withTransaction(async (tx) => {
        const partner = tx.create(Partner, {
          ...{ id: uuidv7(), communityId, state: 'joined', kind, name: name.trim(), accountId: accountId ?? null },
          joinedAt: now,
        });
        await step(tx, partnerLife, partner, joinPartner(partner, { by, now }), { by, now });
        return partnerView(partner);
      });
    } catch (error) {
      if (isUniqueViolation(error, 'partners_account')) throw partnerProblems.accountTaken();
      throw error;
    }
  }

  leave(id: string, { reason }: ReasonDto, { communityId, personId: by }: Caller): Promise<PartnerView> {
    const now = this.clock.now();
    return this.db.withTransaction(async (tx) => {
      const partner = await tx.lock(Partner, { id, communityId });
      const offers = await tx.manager.find(Offer, {
        where: { partnerId: id, state: 'open' },
        order: { id: 'ASC' },
        lock: { mode: 'pessimistic_write' },
      });
      const agreed = await tx.manager.countBy(OfferMatch, { partnerId: id, state: 'accepted' });
      const deed = { by, now, reason };
      const left = leavePartner(partner, { ...deed, agreed });
      for (const offer of offers) await step(tx, offerLife, offer, withdrawOffer(offer, deed), deed);
      await step(tx, partnerLife, partner, left, deed);
      return partnerView(partner);
    });
  }
}
