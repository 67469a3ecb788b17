import { Injectable } from '@nestjs/common';
import { ensureMay, type Caller } from '@huying/auth';
import { ClaimDesk, type ClaimAnswer } from '../claim-desk.js';
import { Offers, type OfferWish } from '../offers.js';

@Injectable()
export class HandOverPlaceHandler {
  constructor(
    private readonly desk: ClaimDesk,
    private readonly offers: Offers,
  ) {}

  async handle(claimId: string, wish: OfferWish, key: string | undefined, by: Caller): Promise<ClaimAnswer> {
    const claim = await this.desk.find(claimId, by);
    ensureMay(by, 'end', 'claim', claim);
    return this.offers.offer(claim.needId, wish, key, by, 'hand-over', claim);
  }
}
