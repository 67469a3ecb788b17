import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '@huying/database';
import { CommunityTime, EachOne, step, TIMETABLE } from '@huying/http';
import { Milestone, Organization } from '../organization.entity.js';
import { noticeOverdue, organizationLife } from '../organization.js';

/** Every hour: milestones whose day has passed are told to be overdue, once for each due date. */
@Injectable()
export class NoticeOverdue implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
    private readonly each: EachOne,
  ) {}

  onModuleInit(): void {
    this.each.add('notice-overdue-milestones', 3_600, {
      find: () =>
        this.db.read.query<{ id: string }[]>(
          `SELECT m.id FROM milestones m JOIN organizations o ON o.id = m.organization_id
           WHERE m.reached_at IS NULL AND m.due_on < $1 AND m.overdue_told IS DISTINCT FROM m.due_on
             AND o.state = 'incubating'
           ORDER BY m.due_on LIMIT 1000`,
          [this.time.today()],
        ),
      carryOut: (id) => this.notice(id),
    });
  }

  private notice(id: string): Promise<void> {
    const now = this.time.now();
    return this.db.withTransaction(async (tx) => {
      const { organizationId } = await tx.get(Milestone, { id });
      const organization = await tx.lock(Organization, { id: organizationId });
      const milestone = await tx.lock(Milestone, { id });
      const overdue = noticeOverdue(organization, { milestone, today: this.time.today(), now });
      if (!overdue) return;
      milestone.overdueTold = milestone.dueOn;
      await tx.save(milestone);
      await step(tx, organizationLife, organization, overdue, { by: TIMETABLE, now, reason: milestone.kind });
    });
  }
}
