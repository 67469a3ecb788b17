import { Injectable } from '@nestjs/common';
import { isStaff, type Caller } from '@huying/auth';
import { Database, type Tx } from '@huying/database';
import { CommunityTime, type ReasonDto, step } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { enterLedger } from '../ledger.js';
import { makeOffer, offerLife, withdrawOffer } from '../offer.js';
import { ensureOwn } from '../own-partner.js';
import { Offer, Partner } from '../partner.entity.js';
import { offerView, type OfferView } from '../partner.view.js';
import { partnerProblems } from '../partners.problems.js';
import type { OfferDto } from './make-offer.controller.js';

@Injectable()
export class MakeOfferHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  make({ partnerId, conditions = '', meantFor = [], skills = [], ...wish }: OfferDto, by: Caller): Promise<OfferView> {
    const deed = { by: by.personId, now: this.time.now() };
    return this.db.withTransaction(async (tx) => {
      const partner = await partnerOf(tx, partnerId, by);
      const offer = tx.create(Offer, {
        ...{ id: uuidv7(), communityId: by.communityId, state: 'open', partnerId: partner.id },
        ...{ ...wish, conditions, meantFor, skills, left: wish.amount, madeAt: deed.now },
      });
      await step(tx, offerLife, offer, makeOffer(offer, { ...deed, today: this.time.today() }), deed);
      await enterLedger(tx, offer, { entry: 'made', amount: offer.amount, now: deed.now });
      return offerView(offer);
    });
  }

  withdraw(id: string, { reason }: ReasonDto, by: Caller): Promise<OfferView> {
    const deed = { by: by.personId, now: this.time.now(), reason };
    return this.db.withTransaction(async (tx) => {
      const offer = await tx.lock(Offer, { id, communityId: by.communityId });
      await ensureOwn(tx.manager, by, offer.partnerId);
      await step(tx, offerLife, offer, withdrawOffer(offer, deed), deed);
      return offerView(offer);
    });
  }
}

/** @throws partner-unknown */
async function partnerOf(tx: Tx, partnerId: string | undefined, by: Caller): Promise<Partner> {
  const { communityId } = by;
  const own = isStaff(by) && partnerId ? { id: partnerId, communityId } : { accountId: by.personId, communityId };
  const partner = await tx.lockIfPresent(Partner, { ...own, state: 'joined' });
  if (!partner || (partnerId !== undefined && partner.id !== partnerId)) throw partnerProblems.unknown();
  return partner;
}
