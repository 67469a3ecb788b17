import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Offers, type OfferAnswer, type OfferWish } from '../offers.js';

@Injectable()
export class OfferPlaceHandler {
  constructor(private readonly offers: Offers) {}

  handle(needId: string, wish: OfferWish, key: string | undefined, by: Caller): Promise<OfferAnswer> {
    return this.offers.offer(needId, wish, key, by, 'staff', null);
  }
}
