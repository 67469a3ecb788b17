import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '@huying/database';
import { CommunityTime, EachOne, step, TIMETABLE } from '@huying/http';
import { expireOffer, offerLife } from '../offer.js';
import { Offer } from '../partner.entity.js';

/** Every hour: offers whose last day has passed expire; what was agreed to stays. */
@Injectable()
export class ExpireOffers implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
    private readonly each: EachOne,
  ) {}

  onModuleInit(): void {
    this.each.add('expire-offers', 3_600, {
      find: () =>
        this.db.read.query<{ id: string }[]>(
          `SELECT id FROM offers WHERE state = 'open' AND until_on < $1 ORDER BY until_on LIMIT 1000`,
          [this.time.today()],
        ),
      carryOut: (id) => this.expire(id),
    });
  }

  private expire(id: string): Promise<void> {
    const now = this.time.now();
    return this.db.withTransaction(async (tx) => {
      const offer = await tx.lock(Offer, { id });
      const expired = expireOffer(offer, { today: this.time.today(), now });
      if (expired) await step(tx, offerLife, offer, expired, { by: TIMETABLE, now, reason: 'last-day-has-passed' });
    });
  }
}
