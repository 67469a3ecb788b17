import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '@huying/database';
import { CommunityTime, EachOne, tell, TIMETABLE } from '@huying/http';
import { Work } from '../../works/work.entity.js';
import { escalate, findingLife } from '../finding.js';
import { Finding } from '../finding.entity.js';

/** Every hour: a finding whose day has passed goes to staff, once for each day that was set. */
@Injectable()
export class EscalateOverdue implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
    private readonly each: EachOne,
  ) {}

  onModuleInit(): void {
    this.each.add('escalate-findings', 3_600, {
      find: () =>
        this.db.read.query<{ id: string }[]>(
          `SELECT id FROM findings WHERE state IN ('open', 'answered', 'reopened') AND due_on < $1
             AND escalated_for IS DISTINCT FROM due_on ORDER BY due_on LIMIT 1000`,
          [this.time.today()],
        ),
      carryOut: (id) => this.escalate(id),
    });
  }

  private escalate(id: string): Promise<void> {
    const now = this.time.now();
    return this.db.withTransaction(async (tx) => {
      const finding = await tx.lock(Finding, { id });
      const { contractor } = await tx.get(Work, { id: finding.workId });
      const escalated = escalate(finding, { contractor, today: this.time.today(), now });
      if (!escalated) return;
      finding.escalatedFor = escalated.dueOn;
      await tell(tx, findingLife, finding, escalated, { by: TIMETABLE, now, reason: 'overdue' });
    });
  }
}
