import { Injectable } from '@nestjs/common';
import { ensureMay, type Caller } from '@huying/auth';
import { Database, RowNotFoundError, type Tx } from '@huying/database';
import { Clock, keysetPage, shown, type Page, type PageQuery } from '@huying/http';
import { Volunteer } from '../../volunteers/volunteer.entity.js';
import { GroupMember } from '../group-member.entity.js';
import { Group } from '../group.entity.js';
import { groupProblems } from '../groups.problems.js';
import { enterGroups, exitGroups } from '../memberships.js';
import type { GroupMemberView } from './membership.controller.js';

@Injectable()
export class MembershipHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async list(groupId: string, query: PageQuery, { communityId }: Caller): Promise<Page<GroupMemberView>> {
    if (!(await this.db.read.existsBy(Group, { id: groupId, communityId }))) {
      throw new RowNotFoundError('volunteer_groups');
    }
    const members = this.db.read
      .createQueryBuilder(GroupMember, 'member')
      .where('member.groupId = :groupId', { groupId });
    const page = await keysetPage(members, 'member', { by: 'joinedAt', direction: 'DESC' }, query);
    return { ...page, items: page.items.map(({ id, joinedAt }) => ({ volunteerId: id, joinedAt: shown(joinedAt) })) };
  }

  /** The volunteer is locked first, so that nobody joins who leaves the community at the same moment. */
  join(groupId: string, volunteerId: string, by: Caller): Promise<void> {
    const now = this.clock.now();
    return this.db.withTransaction(async (tx) => {
      const { state } = await this.lock(tx, groupId, volunteerId, by);
      if (state !== 'active') throw groupProblems.volunteerNotActive({ state });
      await enterGroups(tx, by.communityId, [{ volunteerId, groupId }], now);
    });
  }

  leave(groupId: string, volunteerId: string, by: Caller): Promise<void> {
    const now = this.clock.now();
    return this.db.withTransaction(async (tx) => {
      const volunteer = await this.lock(tx, groupId, volunteerId, by);
      await exitGroups(tx, volunteer, [groupId], now);
    });
  }

  private async lock(tx: Tx, groupId: string, volunteerId: string, by: Caller): Promise<Volunteer> {
    const { communityId } = by;
    await tx.get(Group, { id: groupId, communityId });
    const volunteer = await tx.lock(Volunteer, { communityId, id: volunteerId });
    ensureMay(by, 'change', 'volunteer', volunteer);
    return volunteer;
  }
}
