import { Injectable } from '@nestjs/common';
import { ensureMay, type Caller } from '@huying/auth';
import { ClaimDesk } from '../claim-desk.js';
import { Offers, type OfferAnswer, type OfferWish } from '../offers.js';

@Injectable()
export class HandOverPlaceHandler {
  constructor(
    private readonly desk: ClaimDesk,
    private readonly offers: Offers,
  ) {}

  async handle(claimId: string, wish: OfferWish, key: string | undefined, by: Caller): Promise<OfferAnswer> {
    const claim = await this.desk.find(claimId, by);
    ensureMay(by, 'end', 'claim', claim);
    return this.offers.offer(claim.needId, wish, key, by, 'hand-over', claim);
  }
}
