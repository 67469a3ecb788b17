import { Injectable } from '@nestjs/common';
import { ForbiddenError, isStaff, type Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { CommunityTime, keysetPage, type Page } from '@huying/http';
import { Organization } from '../organization.entity.js';
import { organizationView, type OrganizationView } from '../organization.view.js';
import type { ListOrganizationsQuery } from './list-organizations.controller.js';

@Injectable()
export class ListOrganizationsHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  async handle(
    { state, hubId, q, overdue, ownBranchDue, unassigned, ...page }: ListOrganizationsQuery,
    by: Caller,
  ): Promise<Page<OrganizationView>> {
    // What is late with an organisation is its own and the community's matter.
    if ((overdue || ownBranchDue || unassigned) && !isStaff(by)) throw new ForbiddenError('not-yours');
    const found = this.db.read
      .createQueryBuilder(Organization, 'one')
      .where('one.communityId = :community', { community: by.communityId });
    if (!isStaff(by))
      found.andWhere(`(one.state NOT IN ('applied', 'declined') OR one.accountId = :own)`, { own: by.personId });
    if (state) found.andWhere('one.state = :state', { state });
    if (hubId) found.andWhere('one.hubId = :hubId', { hubId });
    if (q) found.andWhere('position(lower(:words) in lower(one.name)) > 0', { words: q });
    if (overdue) {
      found.andWhere(
        `one.state = 'incubating' AND EXISTS (SELECT FROM milestones m
           WHERE m.organization_id = one.id AND m.reached_at IS NULL AND m.due_on < :today)`,
        { today: this.time.today() },
      );
    }
    if (ownBranchDue) found.andWhere('one.ownBranchDueAt IS NOT NULL');
    if (unassigned) {
      found.andWhere(
        `one.state IN ('accepted', 'incubating', 'graduated')
           AND NOT EXISTS (SELECT FROM party_assignments a WHERE a.organization_id = one.id)`,
      );
    }
    const { items, nextCursor } = await keysetPage(found, 'one', { by: 'name', direction: 'ASC' }, page);
    return { items: items.map(organizationView), nextCursor };
  }
}
