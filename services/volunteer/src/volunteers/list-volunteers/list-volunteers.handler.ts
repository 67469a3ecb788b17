import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { blindIndex, Database } from '@huying/database';
import { keysetPage, type Page } from '@huying/http';
import { groupsOf } from '../../groups/memberships.js';
import { Volunteer } from '../volunteer.entity.js';
import { volunteerView, type VolunteerView } from '../volunteer.view.js';
import type { ListVolunteersQuery } from './list-volunteers.controller.js';

@Injectable()
export class ListVolunteersHandler {
  constructor(private readonly db: Database) {}

  async handle(query: ListVolunteersQuery, { communityId }: Caller): Promise<Page<VolunteerView>> {
    const volunteers = this.db.read
      .createQueryBuilder(Volunteer, 'volunteer')
      .where('volunteer.communityId = :communityId', { communityId });
    if (query.state) volunteers.andWhere('volunteer.state = :state', { state: query.state });
    if (query.skill) volunteers.andWhere('volunteer.skills @> ARRAY[:skill]::text[]', { skill: query.skill });
    if (query.phone) volunteers.andWhere('volunteer.phoneIndex = :index', { index: blindIndex(query.phone) });
    if (query.group) {
      volunteers.andWhere(
        `EXISTS (SELECT 1 FROM group_members member WHERE member.group_id = :group
           AND member.community_id = volunteer.communityId AND member.volunteer_id = volunteer.id)`,
        { group: query.group },
      );
    }
    const page = await keysetPage(volunteers, 'volunteer', { by: 'registeredAt', direction: 'DESC' }, query);
    const ids = page.items.map(({ id }) => id);
    const groups = await groupsOf(this.db.read, communityId, ids);
    return { ...page, items: page.items.map((one) => volunteerView(one, groups.get(one.id) ?? [])) };
  }
}
