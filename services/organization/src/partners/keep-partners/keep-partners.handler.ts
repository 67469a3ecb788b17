import { create } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import { isStaff, type Caller } from '@huying/auth';
import { PartnerJoinedSchema, PartnerLeftSchema, toTimestamp } from '@huying/contracts';
import { Database, isUniqueViolation } from '@huying/database';
import { Clock, keysetPage, type Page, type ReasonDto, step } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { offerLife, partnerLife, withdrawOffer } from '../offer.js';
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

  async join({ kind, name, accountId }: PartnerDto, { communityId, personId: by }: Caller): Promise<PartnerView> {
    const now = this.clock.now();
    try {
      return await this.db.withTransaction(async (tx) => {
        const partner = tx.create(Partner, {
          ...{ id: uuidv7(), communityId, state: 'joined', kind, name: name.trim(), accountId: accountId ?? null },
          joinedAt: now,
        });
        const joined = { partnerId: partner.id, communityId, kind, name, joinedBy: by, joinedAt: toTimestamp(now) };
        await step(tx, partnerLife, partner, create(PartnerJoinedSchema, joined), { by, now });
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
      partnerLife.ensure(partner.state, PartnerLeftSchema);
      const offers = await tx.manager.find(Offer, {
        where: { partnerId: id, state: 'open' },
        order: { id: 'ASC' },
        lock: { mode: 'pessimistic_write' },
      });
      const count = await tx.manager.countBy(OfferMatch, { partnerId: id, state: 'accepted' });
      if (count > 0) throw partnerProblems.agreed({ count });
      const deed = { by, now, reason };
      for (const offer of offers) await step(tx, offerLife, offer, withdrawOffer(offer, deed), deed);
      const left = { partnerId: id, communityId, reason, leftBy: by, leftAt: toTimestamp(now) };
      await step(tx, partnerLife, partner, create(PartnerLeftSchema, left), deed);
      return partnerView(partner);
    });
  }
}
