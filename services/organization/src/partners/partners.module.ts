import { Module } from '@nestjs/common';
import { ExpireOffers } from './expire-offers/expire-offers.js';
import { KeepPartnersController } from './keep-partners/keep-partners.controller.js';
import { KeepPartnersHandler } from './keep-partners/keep-partners.handler.js';
import { ListOffersController } from './list-offers/list-offers.controller.js';
import { ListOffersHandler } from './list-offers/list-offers.handler.js';
import { MakeOfferController } from './make-offer/make-offer.controller.js';
import { MakeOfferHandler } from './make-offer/make-offer.handler.js';
import { MatchOfferController } from './match-offer/match-offer.controller.js';
import { MatchOfferHandler } from './match-offer/match-offer.handler.js';
import { RankMatchesController } from './rank-matches/rank-matches.controller.js';
import { RankMatchesHandler } from './rank-matches/rank-matches.handler.js';

@Module({
  controllers: [
    KeepPartnersController,
    ListOffersController,
    MakeOfferController,
    MatchOfferController,
    RankMatchesController,
  ],
  providers: [
    ExpireOffers,
    KeepPartnersHandler,
    ListOffersHandler,
    MakeOfferHandler,
    MatchOfferHandler,
    RankMatchesHandler,
  ],
})
export class PartnersModule {}
