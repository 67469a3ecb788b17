import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { keysetPage, type Page } from '@huying/http';
import { Programme } from '../programme.entity.js';
import { programmeView, type ProgrammeView } from '../programme.view.js';
import type { ListProgrammesQuery } from './list-programmes.controller.js';

@Injectable()
export class ListProgrammesHandler {
  constructor(private readonly db: Database) {}

  async list(query: ListProgrammesQuery, { communityId }: Caller): Promise<Page<ProgrammeView>> {
    const { organizationId, kind, state, ...page } = query;
    const found = this.db.read
      .createQueryBuilder(Programme, 'one')
      .where('one.communityId = :communityId', { communityId });
    if (organizationId) found.andWhere('one.organizationId = :organizationId', { organizationId });
    if (kind) found.andWhere('one.kind = :kind', { kind });
    if (state) found.andWhere('one.state = :state', { state });
    const { items, nextCursor } = await keysetPage(found, 'one', { by: 'plannedAt', direction: 'DESC' }, page);
    return { items: items.map(programmeView), nextCursor };
  }

  async show(id: string, { communityId }: Caller): Promise<ProgrammeView> {
    const programme = await this.db.read.findOneBy(Programme, { id, communityId });
    if (!programme) throw new RowNotFoundError('programmes');
    return programmeView(programme);
  }
}
