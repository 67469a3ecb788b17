import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '@huying/database';
import { CommunityTime, EachOne } from '@huying/http';
import { hasOwnToForm, noticeOwnBranch } from '../branch.js';
import { partyStrengthOf } from '../branches.js';
import { Organization } from '../organization.entity.js';

/**
 * Every hour: organisations that have come to three full party members have a branch of their own to form, and are told of once. By the
 * hour and not at once, lest the time of the event tell whose standing has changed.
 */
@Injectable()
export class NoticeOwnBranches implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
    private readonly each: EachOne,
  ) {}

  onModuleInit(): void {
    this.each.add('notice-own-branches', 3_600, {
      find: () =>
        this.db.read.query<{ id: string }[]>(
          `SELECT o.id FROM organizations o LEFT JOIN branches b ON b.id = o.branch_id
           WHERE o.state IN ('accepted', 'incubating', 'graduated') AND (b.id IS NULL OR b.joint)
           ORDER BY o.id LIMIT 1000`,
        ),
      carryOut: (id) => this.notice(id),
    });
  }

  private notice(id: string): Promise<void> {
    const now = this.time.now();
    return this.db.withTransaction(async (tx) => {
      const organization = await tx.lock(Organization, { id });
      const strength = await partyStrengthOf(tx, organization);
      const due = noticeOwnBranch(organization, { strength, now });
      const isOver = organization.ownBranchDueAt !== null && !hasOwnToForm(strength);
      if (!due && !isOver) return;
      await tx.save(Object.assign(organization, { ownBranchDueAt: due ? now : null }));
      if (due) tx.emit(due);
    });
  }
}
