import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { keysetPage, type Page, type PageQuery } from '@huying/http';
import { Group } from '../group.entity.js';
import { groupView, membersOf, type GroupView } from '../group.view.js';

@Injectable()
export class ListGroupsHandler {
  constructor(private readonly db: Database) {}

  async handle(query: PageQuery, { communityId }: Caller): Promise<Page<GroupView>> {
    const groups = this.db.read
      .createQueryBuilder(Group, 'grp')
      .where('grp.communityId = :communityId', { communityId });
    const page = await keysetPage(groups, 'grp', { by: 'formedAt', direction: 'DESC' }, query);
    const members = await membersOf(
      this.db.read,
      page.items.map(({ id }) => id),
    );
    return { ...page, items: page.items.map((group) => groupView(group, members.get(group.id) ?? 0)) };
  }

  async one(id: string, { communityId }: Caller): Promise<GroupView> {
    const group = await this.db.read.findOneBy(Group, { id, communityId });
    if (!group) throw new RowNotFoundError('volunteer_groups');
    return groupView(group, (await membersOf(this.db.read, [id])).get(id) ?? 0);
  }
}
