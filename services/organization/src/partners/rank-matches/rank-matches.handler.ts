import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { CommunityTime } from '@huying/http';
import { rank } from '../matching.js';
import { Offer } from '../partner.entity.js';
import { offerView } from '../partner.view.js';
import { findTarget } from '../targets.js';
import type { RankedOffersView, RankMatchesQuery } from './rank-matches.controller.js';

const MOST = 50;

@Injectable()
export class RankMatchesHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  async handle({ targetKind, targetId, amount }: RankMatchesQuery, { communityId }: Caller): Promise<RankedOffersView> {
    const { read } = this.db;
    const { zone } = this.time;
    const target = await findTarget(read, { kind: targetKind, id: targetId, communityId, zone });
    const offers = await read.findBy(Offer, { communityId, state: 'open' });
    const byId = new Map(offers.map((offer) => [offer.id, offer]));
    const items = rank(offers, { ...target, amount })
      .slice(0, MOST)
      .flatMap(({ offerId, points, reasons }) => {
        const offer = byId.get(offerId);
        return offer ? [{ offer: offerView(offer), points, reasons: [...reasons] }] : [];
      });
    return { items };
  }
}
