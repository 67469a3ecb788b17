import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '@huying/database';
import { CommunityTime, EachOne, TIMETABLE } from '@huying/http';
import { SessionPresence } from '../child.entity.js';
import { ClassSession } from '../class.entity.js';
import { raiseUncollected } from './raise-uncollected.js';

/** Every minute: for children whom nobody has fetched when the time for it is over, an urgent need is raised. */
@Injectable()
export class NoticeUncollected implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
    private readonly each: EachOne,
  ) {}

  onModuleInit(): void {
    this.each.add('notice-uncollected-children', 60, {
      find: () =>
        this.db.read.query<{ id: string }[]>(
          `SELECT DISTINCT s.id FROM class_sessions s
             JOIN classes c ON c.id = s.class_id
             JOIN session_presences p ON p.session_id = s.id AND p.collected_at IS NULL AND p.need_id IS NULL
           WHERE s.state = 'held' AND s.ends_at + make_interval(mins => c.collect_minutes) <= $1 LIMIT 1000`,
          [this.time.now().toString()],
        ),
      carryOut: (id) => this.notice(id),
    });
  }

  private notice(id: string): Promise<void> {
    const deed = { by: TIMETABLE, now: this.time.now() };
    return this.db.withTransaction(async (tx) => {
      const session = await tx.lock(ClassSession, { id });
      const left = await tx.manager.find(SessionPresence, { where: { sessionId: id }, order: { childId: 'ASC' } });
      for (const { childId, collectedAt, needId } of left) {
        if (collectedAt === null && needId === null) await raiseUncollected(tx, session, childId, deed);
      }
    });
  }
}
