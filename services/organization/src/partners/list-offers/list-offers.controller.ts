import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Id, OneOf, PageOf, PageQuery, Uuid, type Page } from '@huying/http';
import { offerKinds, offerStates, type OfferKind, type OfferState } from '../partner.entity.js';
import { OfferFileView, OfferView } from '../partner.view.js';
import { ListOffersHandler } from './list-offers.handler.js';

export class ListOffersQuery extends PageQuery {
  @OneOf(offerKinds, { required: false })
  kind?: OfferKind;

  @OneOf(offerStates, { required: false })
  state?: OfferState;

  @Id({ required: false })
  partnerId?: string;
}

export class OfferPage extends PageOf(OfferView) {}

@Controller('offers')
@ApiTags('Offers')
export class ListOffersController {
  constructor(private readonly listOffers: ListOffersHandler) {}

  @Get()
  @Requires('offers:read')
  @ApiOperation({ summary: 'Offers, the newest first; a partner sees its own' })
  @Answers(200, OfferPage)
  list(@Query() query: ListOffersQuery, @By() by: Caller): Promise<Page<OfferView>> {
    return this.listOffers.list(query, by);
  }

  @Get(':offerId')
  @Requires('offers:read')
  @ApiOperation({ summary: 'One offer with what it was matched with, and the ledger of what is left' })
  @Answers(200, OfferFileView)
  show(@Param('offerId', Uuid) id: string, @By() by: Caller): Promise<OfferFileView> {
    return this.listOffers.show(id, by);
  }
}
