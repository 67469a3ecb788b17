import { create } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { CatalogueItemChangedSchema, toTimestamp } from '@huying/contracts';
import { Database, isUniqueViolation } from '@huying/database';
import { Clock, commonProblems, ensureVersion } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { CatalogueItemVersion } from '../catalogue-item.entity.js';
import { Catalogue } from '../catalogue.js';
import { catalogueProblems } from '../catalogue.problems.js';
import { itemView, type CatalogueItemView } from '../catalogue.view.js';
import type { ChangeItemDto } from './change-item.controller.js';

@Injectable()
export class ChangeItemHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly catalogue: Catalogue,
  ) {}

  async handle(code: string, wish: ChangeItemDto, expected: number, by: Caller): Promise<CatalogueItemView> {
    const item = await this.catalogue.find(by.communityId, code);
    if (!item) throw catalogueProblems.itemNotFound({ code });
    ensureVersion(item, expected);
    const now = this.clock.now();
    const version = expected + 1;
    const content = { ...wish, code, category: item.category };
    try {
      await this.db.withTransaction(async (tx) => {
        const row = {
          id: uuidv7(),
          communityId: by.communityId,
          code,
          version,
          content,
          changedBy: by.personId,
          changedAt: now,
        };
        await tx.save(tx.create(CatalogueItemVersion, row));
        tx.emit(
          create(CatalogueItemChangedSchema, {
            code,
            communityId: by.communityId,
            version,
            category: content.category,
            nameZh: content.nameZh,
            nameEn: content.nameEn,
            usualResponseMinutes: content.usualResponseMinutes,
            usuallyAnsweredBy: content.usuallyAnsweredBy,
            changedBy: by.personId,
            changedAt: toTimestamp(now),
          }),
        );
      });
    } catch (error) {
      // Two changes at once rest on the same version: the unique index lets one through.
      if (isUniqueViolation(error, 'catalogue_item_versions_version')) throw commonProblems.changedMeanwhile();
      throw error;
    }
    return itemView({ ...content, version });
  }
}
