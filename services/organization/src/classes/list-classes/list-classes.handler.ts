import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { keysetPage, type Page } from '@huying/http';
import { ClassSession, SchoolClass } from '../class.entity.js';
import { classFileView, classViews, type ClassFileView, type ClassView } from '../class.view.js';
import type { ListClassesQuery } from './list-classes.controller.js';

@Injectable()
export class ListClassesHandler {
  constructor(private readonly db: Database) {}

  async list({ termId, state, ...page }: ListClassesQuery, { communityId }: Caller): Promise<Page<ClassView>> {
    const { read } = this.db;
    const found = read.createQueryBuilder(SchoolClass, 'one').where('one.communityId = :communityId', { communityId });
    if (termId) found.andWhere('one.termId = :termId', { termId });
    if (state) found.andWhere('one.state = :state', { state });
    const { items, nextCursor } = await keysetPage(found, 'one', { by: 'startsAt', direction: 'ASC' }, page);
    return { items: await classViews(read, items), nextCursor };
  }

  async show(id: string, { communityId }: Caller): Promise<ClassFileView> {
    const { read } = this.db;
    const found = await read.findOneBy(SchoolClass, { id, communityId });
    const [view] = found ? await classViews(read, [found]) : [];
    if (!view) throw new RowNotFoundError('classes');
    const sessions = await read.find(ClassSession, { where: { classId: id }, order: { startsAt: 'ASC', id: 'ASC' } });
    return classFileView(view, sessions);
  }
}
