import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, isUniqueViolation } from '@huying/database';
import { keysetPage, type Page } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { ensureParent } from '../appointment.js';
import { Territory } from '../appointment.entity.js';
import { territoryView, type TerritoryView } from '../appointment.view.js';
import { territoryProblems } from '../appointments.problems.js';
import type { ListTerritoriesQuery, TerritoryDto } from './keep-territories.controller.js';

@Injectable()
export class KeepTerritoriesHandler {
  constructor(private readonly db: Database) {}

  async list({ kind, parentId, ...page }: ListTerritoriesQuery, { communityId }: Caller): Promise<Page<TerritoryView>> {
    const found = this.db.read
      .createQueryBuilder(Territory, 'one')
      .where('one.communityId = :communityId', { communityId });
    if (kind) found.andWhere('one.kind = :kind', { kind });
    if (parentId) found.andWhere('one.parentId = :parentId', { parentId });
    const { items, nextCursor } = await keysetPage(found, 'one', { by: 'name', direction: 'ASC' }, page);
    return { items: items.map(territoryView), nextCursor };
  }

  async enter({ kind, name, parentId = null }: TerritoryDto, { communityId }: Caller): Promise<TerritoryView> {
    try {
      return await this.db.withTransaction(async (tx) => {
        const parent = parentId === null ? null : await tx.get(Territory, { id: parentId, communityId });
        ensureParent(kind, parent);
        const territory = tx.create(Territory, { id: uuidv7(), communityId, kind, name, parentId });
        return territoryView(await tx.save(territory));
      });
    } catch (error) {
      if (!isUniqueViolation(error, 'territories_name')) throw error;
      throw territoryProblems.nameTaken({}, { cause: error });
    }
  }
}
