import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '@huying/database';
import { CommunityTime, EachOne, tell, TIMETABLE } from '@huying/http';
import { MediationCase } from '../../cases/case.entity.js';
import { Agreement } from '../agreement.entity.js';
import { agreementLife, overdue, remind, REMIND_DAYS } from '../agreement.js';
import { instalmentsOf } from '../open-agreement.js';
import { declareBroken } from '../perform-agreement/perform-agreement.handler.js';

/** Every hour the committee urges what was agreed on (art. 31): who owes is reminded; what is late for a week is broken. */
@Injectable()
export class FollowUp implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
    private readonly each: EachOne,
  ) {}

  onModuleInit(): void {
    this.each.add('follow-up-agreements', 3_600, {
      find: () =>
        this.db.read.query<{ id: string }[]>(
          `SELECT DISTINCT a.id FROM agreements a JOIN instalments i ON i.agreement_id = a.id
           WHERE a.state IN ('in-force', 'confirmed') AND i.performed_at IS NULL AND i.due_on <= $1::date + $2::int
           ORDER BY a.id LIMIT 1000`,
          [this.time.today(), REMIND_DAYS],
        ),
      carryOut: (id) => this.look(id),
    });
  }

  private look(id: string): Promise<void> {
    const [now, today] = [this.time.now(), this.time.today()];
    const deed = { by: TIMETABLE, now, today };
    return this.db.withTransaction(async (tx) => {
      const { caseId } = await tx.get(Agreement, { id });
      const one = await tx.lock(MediationCase, { id: caseId });
      const agreement = await tx.lock(Agreement, { id });
      const instalments = await instalmentsOf(tx, id);
      for (const instalment of instalments) {
        const due = remind(agreement, { instalment, today, now });
        if (!due) continue;
        await tx.save(Object.assign(instalment, { remindedAt: now }));
        await tell(tx, agreementLife, agreement, due, deed);
      }
      const late = overdue(instalments, today);
      const stands = agreement.state === 'in-force' || agreement.state === 'confirmed';
      if (late && stands) await declareBroken(tx, { agreement, case: one, instalment: late }, deed);
    });
  }
}
