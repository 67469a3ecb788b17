import { Injectable, type OnModuleInit } from '@nestjs/common';
import { toTimestamp, Urgency } from '@huying/contracts';
import { Database, type Tx } from '@huying/database';
import { CommunityTime, EachOne, step, TIMETABLE } from '@huying/http';
import { raiseNeed } from '../../needs/arisen-need.js';
import { Appeal, Pledge } from '../pledge.entity.js';
import { isMissed, miss, pledgeLife, remind, REMIND_DAYS, upkeepAfter } from '../pledge.js';

const PLEDGED_THINGS = 'CP-013';
/** A missed upkeep is made good within a morning, some days ahead. */
const AHEAD = { hours: 72 };
const LASTS = { hours: 3 };

/** Every hour: givers are reminded of the upkeep that they promised; one that was missed raises a need. */
@Injectable()
export class RemindGivers implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
    private readonly each: EachOne,
  ) {}

  onModuleInit(): void {
    this.each.add('remind-givers', 3_600, {
      find: () =>
        this.db.read.query<{ id: string }[]>(
          `SELECT id FROM pledges WHERE next_upkeep_on <= $1::date + $2::int AND state IN ('installed', 'in-care')
           ORDER BY next_upkeep_on LIMIT 1000`,
          [this.time.today(), REMIND_DAYS],
        ),
      carryOut: (id) => this.remind(id),
    });
  }

  private remind(id: string): Promise<void> {
    const now = this.time.now();
    const today = this.time.today();
    return this.db.withTransaction(async (tx) => {
      const pledge = await tx.lock(Pledge, { id });
      const due = remind(pledge, { today, now });
      if (due) {
        pledge.remindedOf = due.dueOn;
        await step(tx, pledgeLife, pledge, due, { by: TIMETABLE, now, reason: 'upkeep-due' });
      }
      if (isMissed(pledge, today)) await this.missed(tx, pledge);
    });
  }

  /** Others make it good; the next time is the giver's again. */
  private async missed(tx: Tx, pledge: Pledge): Promise<void> {
    const now = this.time.now();
    const { communityId, id } = pledge;
    const appeal = await tx.get(Appeal, { id: pledge.appealId });
    const startsAt = now.add(AHEAD);
    const needId = await raiseNeed(tx, {
      communityId,
      origin: { kind: 'upkeep', id },
      catalogueItemCode: PLEDGED_THINGS,
      title: `${appeal.thing}养护:${appeal.place} ${pledge.number ?? ''}号`,
      urgency: Urgency.NORMAL,
      places: 1,
      startsAt: toTimestamp(startsAt),
      endsAt: toTimestamp(startsAt.add(LASTS)),
      location: { name: appeal.place },
      organiser: communityId,
      personInCharge: appeal.title,
      publish: true,
      aroseAt: toTimestamp(now),
    });
    const event = miss(pledge, { needId, now });
    pledge.nextUpkeepOn = upkeepAfter(this.time.today(), appeal.upkeepMonths) || null;
    pledge.upkeepsMissed += 1;
    await step(tx, pledgeLife, pledge, event, { by: TIMETABLE, now, reason: 'upkeep-missed' });
  }
}
