import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '@huying/database';
import { CommunityTime, EachOne } from '@huying/http';
import { Campaign, Programme } from '../programme.entity.js';
import { scheduleAhead } from './schedule-ahead.js';

/** Every hour: what the calendars of running campaigns have in the weeks ahead is scheduled. */
@Injectable()
export class ScheduleActivities implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
    private readonly each: EachOne,
  ) {}

  onModuleInit(): void {
    this.each.add('schedule-activities', 3_600, {
      find: () =>
        this.db.read.query<{ id: string }[]>(
          `SELECT c.id FROM campaigns c JOIN programmes p ON p.id = c.programme_id
           WHERE c.state = 'running' AND p.until_on >= $1 ORDER BY c.id LIMIT 1000`,
          [this.time.today()],
        ),
      carryOut: (id) => this.schedule(id),
    });
  }

  private schedule(id: string): Promise<void> {
    const when = { zone: this.time.zone, now: this.time.now() };
    return this.db.withTransaction(async (tx) => {
      const campaign = await tx.lock(Campaign, { id });
      if (campaign.state !== 'running') return;
      const { untilOn } = await tx.get(Programme, { id: campaign.programmeId });
      await scheduleAhead(tx, campaign, { ...when, untilOn });
    });
  }
}
