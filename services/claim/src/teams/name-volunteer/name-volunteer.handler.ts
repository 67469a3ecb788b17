import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { ClaimDesk } from '../../places/claim-desk.js';
import { Offers, type OfferAnswer, type OfferWish } from '../../places/offers.js';
import { ensureOwnSeat } from '../seat.js';

@Injectable()
export class NameVolunteerHandler {
  constructor(
    private readonly desk: ClaimDesk,
    private readonly offers: Offers,
  ) {}

  async handle(claimId: string, wish: OfferWish, key: string | undefined, by: Caller): Promise<OfferAnswer> {
    const seat = await this.desk.find(claimId, by);
    ensureOwnSeat(seat, by);
    return this.offers.offer(seat.needId, wish, key, by, 'team', seat);
  }
}
