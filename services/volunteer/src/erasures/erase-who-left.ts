import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '@huying/database';
import { Clock, EachOne } from '@huying/http';
import { LEFT_KEPT_DAYS } from '../volunteer-retention.js';
import { Volunteer } from '../volunteers/volunteer.entity.js';
import { erase } from './erase-volunteer/erase.js';

/** Who has left before $1: nothing in their record has changed since. */
const LEFT = `state = 'left' AND (SELECT max(h.changed_at) FROM volunteer_history h
  WHERE h.community_id = v.community_id AND h.volunteer_id = v.id) < $1`;

/** Every day: whoever left long ago is erased as if they had asked for it, here and in every service. */
@Injectable()
export class EraseWhoLeft implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly each: EachOne,
  ) {}

  onModuleInit(): void {
    this.each.add('erase-who-left', 86_400, {
      find: () =>
        this.db.read.query<{ id: string }[]>(
          `SELECT json_build_array(community_id, id)::text AS id FROM volunteers v WHERE ${LEFT} LIMIT 1000`,
          [
            this.clock
              .now()
              .subtract({ hours: LEFT_KEPT_DAYS * 24 })
              .toString(),
          ],
        ),
      carryOut: (who) => this.erase(who),
    });
  }

  private erase(who: string): Promise<void> {
    const [communityId = '', id = ''] = JSON.parse(who) as string[];
    return this.db.withTransaction(async (tx) => {
      const volunteer = await tx.lockIfPresent(Volunteer, { communityId, id, state: 'left' });
      if (volunteer) await erase(tx, volunteer, 'purpose-reached', this.clock.now());
    });
  }
}
