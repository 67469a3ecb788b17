import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import type { ClaimAnswer } from '../claim-desk.js';
import { Offers, type OfferWish } from '../offers.js';

@Injectable()
export class OfferPlaceHandler {
  constructor(private readonly offers: Offers) {}

  handle(needId: string, wish: OfferWish, key: string | undefined, by: Caller): Promise<ClaimAnswer> {
    return this.offers.offer(needId, wish, key, by, 'staff', null);
  }
}
