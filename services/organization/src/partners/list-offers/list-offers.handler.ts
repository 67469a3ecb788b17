import { Injectable } from '@nestjs/common';
import { isStaff, type Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { keysetPage, type Page } from '@huying/http';
import { ownPartner } from '../own-partner.js';
import { Offer, OfferMatch } from '../partner.entity.js';
import { matchView, offerView, type LedgerEntryView, type OfferFileView, type OfferView } from '../partner.view.js';
import type { ListOffersQuery } from './list-offers.controller.js';

@Injectable()
export class ListOffersHandler {
  constructor(private readonly db: Database) {}

  async list({ kind, state, partnerId, ...page }: ListOffersQuery, by: Caller): Promise<Page<OfferView>> {
    const { read } = this.db;
    const found = read
      .createQueryBuilder(Offer, 'one')
      .where('one.communityId = :communityId', { communityId: by.communityId });
    if (!isStaff(by)) {
      const own = await ownPartner(read, by);
      if (!own) return { items: [], nextCursor: null };
      found.andWhere('one.partnerId = :own', { own: own.id });
    }
    if (partnerId) found.andWhere('one.partnerId = :partnerId', { partnerId });
    if (kind) found.andWhere('one.kind = :kind', { kind });
    if (state) found.andWhere('one.state = :state', { state });
    const { items, nextCursor } = await keysetPage(found, 'one', { by: 'madeAt', direction: 'DESC' }, page);
    return { items: items.map(offerView), nextCursor };
  }

  /** Another partner's offer does not exist for a partner. */
  async show(id: string, by: Caller): Promise<OfferFileView> {
    const { read } = this.db;
    const offer = await read.findOneBy(Offer, { id, communityId: by.communityId });
    const visible = offer && (isStaff(by) || (await ownPartner(read, by))?.id === offer.partnerId);
    if (!offer || !visible) throw new RowNotFoundError('offers');
    const matches = await read.find(OfferMatch, { where: { offerId: id }, order: { proposedAt: 'ASC', id: 'ASC' } });
    const ledger = await read.query<LedgerEntryView[]>(
      `SELECT entry, amount, left_after AS left, match_id AS "matchId", entered_at AS at
       FROM offer_ledger WHERE offer_id = $1 ORDER BY position`,
      [id],
    );
    return { ...offerView(offer), matches: matches.map(matchView), ledger };
  }
}
