import type { Message } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import { isStaff, type Caller } from '@huying/auth';
import { Database, type Tx } from '@huying/database';
import { CommunityTime, keysetPage, type Page, type ReasonDto, type ReasonedDeed, step } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { enterLedger, type LedgerEntry } from '../ledger.js';
import { acceptMatch, declineMatch, matchLife, offerLife, propose, spend, thank, useMatch } from '../offer.js';
import { ensureOwn, ownPartner } from '../own-partner.js';
import { Offer, OfferMatch } from '../partner.entity.js';
import { matchView, type MatchView } from '../partner.view.js';
import { findTarget } from '../targets.js';
import type { ListMatchesQuery, MatchDto, ThanksDto } from './match-offer.controller.js';

type Decide = (match: OfferMatch, deed: ReasonedDeed & { offer: Offer; today: string }) => Message & { left?: number };

@Injectable()
export class MatchOfferHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  async asked({ state, ...page }: ListMatchesQuery, by: Caller): Promise<Page<MatchView>> {
    const { read } = this.db;
    const { communityId } = by;
    const found = read.createQueryBuilder(OfferMatch, 'one').where('one.communityId = :communityId', { communityId });
    if (!isStaff(by)) {
      const own = await ownPartner(read, by);
      if (!own) return { items: [], nextCursor: null };
      found.andWhere('one.partnerId = :own', { own: own.id });
    }
    if (state) found.andWhere('one.state = :state', { state });
    const { items, nextCursor } = await keysetPage(found, 'one', { by: 'proposedAt', direction: 'DESC' }, page);
    return { items: items.map(matchView), nextCursor };
  }

  propose(offerId: string, { targetKind, targetId, amount }: MatchDto, by: Caller): Promise<MatchView> {
    const deed = { by: by.personId, now: this.time.now() };
    const { communityId } = by;
    return this.db.withTransaction(async (tx) => {
      const offer = await tx.lock(Offer, { id: offerId, communityId });
      const target = await findTarget(tx.manager, {
        kind: targetKind,
        id: targetId,
        communityId,
        zone: this.time.zone,
      });
      const match = tx.create(OfferMatch, {
        ...{ id: uuidv7(), communityId, state: 'proposed', offerId, partnerId: offer.partnerId, targetKind, targetId },
        ...{
          organizationId: target.organizationId,
          amount,
          unit: offer.unit,
          proposedAt: deed.now,
          usedAt: null,
          thanks: '',
        },
      });
      const proposed = propose(match, { ...deed, offer, today: this.time.today() });
      await step(tx, matchLife, match, proposed, deed);
      return matchView(match);
    });
  }

  accept(id: string, by: Caller): Promise<MatchView> {
    return this.take(id, by, '', acceptMatch, () => 'set-aside');
  }

  decline(id: string, { reason }: ReasonDto, by: Caller): Promise<MatchView> {
    return this.take(id, by, reason, declineMatch, (before) => (before === 'accepted' ? 'freed' : undefined));
  }

  use(id: string, by: Caller): Promise<MatchView> {
    return this.take(id, by, '', useMatch, () => 'given');
  }

  thank(id: string, { text }: ThanksDto, by: Caller): Promise<MatchView> {
    return this.take(
      id,
      by,
      '',
      (match, deed) => thank(match, { ...deed, text }),
      () => undefined,
      { thanks: text },
    );
  }

  /** Under the lock of the offer, in that order everywhere: two who would use the same come one after the other. */
  private take(
    id: string,
    by: Caller,
    reason: string,
    decide: Decide,
    entryOf: (before: OfferMatch['state']) => LedgerEntry | undefined,
    change: Partial<OfferMatch> = {},
  ): Promise<MatchView> {
    const deed = { by: by.personId, now: this.time.now(), reason };
    return this.db.withTransaction(async (tx) => {
      const { offerId } = await tx.get(OfferMatch, { id, communityId: by.communityId });
      const offer = await tx.lock(Offer, { id: offerId });
      const match = await tx.lock(OfferMatch, { id });
      await ensureOwn(tx.manager, by, match.partnerId);
      const entry = entryOf(match.state);
      const event = decide(match, { ...deed, offer, today: this.time.today() });
      if (entry && event.left !== undefined) offer.left = event.left;
      Object.assign(match, change, entry === 'given' && { usedAt: deed.now });
      await step(tx, matchLife, match, event, deed);
      if (entry) await this.enter(tx, offer, match, entry, deed);
      return matchView(match);
    });
  }

  private async enter(
    tx: Tx,
    offer: Offer,
    { id, amount }: OfferMatch,
    entry: LedgerEntry,
    deed: ReasonedDeed,
  ): Promise<void> {
    await tx.save(offer);
    await enterLedger(tx, offer, { entry, amount, matchId: id, now: deed.now });
    const setAside = await tx.manager.countBy(OfferMatch, { offerId: offer.id, state: 'accepted' });
    const spent = spend(offer, { setAside, now: deed.now });
    if (spent) await step(tx, offerLife, offer, spent, deed);
  }
}
