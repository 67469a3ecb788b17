import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { keysetPage, type Page } from '@huying/http';
import type { EntityManager } from 'typeorm';
import { Subject } from '../subject.entity.js';
import { GroupWarning } from '../warning.entity.js';
import { warningView, type WarningView } from '../warning.view.js';
import type { ListWarningsQuery } from './list-warnings.controller.js';

@Injectable()
export class ListWarningsHandler {
  constructor(private readonly db: Database) {}

  async list({ state, ...page }: ListWarningsQuery, { communityId }: Caller): Promise<Page<WarningView>> {
    const found = this.db.read
      .createQueryBuilder(GroupWarning, 'one')
      .where('one.communityId = :communityId', { communityId });
    if (state) found.andWhere('one.state = :state', { state });
    const { items, nextCursor } = await keysetPage(found, 'one', { by: 'lastAt', direction: 'DESC' }, page);
    return { items: await Promise.all(items.map((one) => shownWarning(this.db.read, one))), nextCursor };
  }

  async show(id: string, { communityId }: Caller): Promise<WarningView> {
    const found = await this.db.read.findOneBy(GroupWarning, { id, communityId });
    if (!found) throw new RowNotFoundError('warnings');
    return shownWarning(this.db.read, found);
  }
}

/** With the name of whom it is about: staff have to know whom to visit. */
export async function shownWarning(manager: EntityManager, one: GroupWarning): Promise<WarningView> {
  const { subjectId: id } = one;
  const subject = id === null ? null : await manager.findOneBy(Subject, { id });
  return warningView(one, subject?.name ?? null);
}
