import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { catalogue as dataFile } from '../catalogue-data.js';
import { CatalogueItemVersion } from '../catalogue-item.entity.js';
import { Catalogue, type VersionedItem } from '../catalogue.js';
import { catalogueProblems } from '../catalogue.problems.js';
import {
  itemView,
  versionView,
  type CatalogueItemHistoryView,
  type CatalogueItemView,
  type CatalogueView,
} from '../catalogue.view.js';
import type { ListCatalogueQuery } from './list-catalogue.controller.js';

const speaksOf = (item: VersionedItem, words: string): boolean =>
  [item.nameZh, item.nameEn, ...item.keywords].some((text) => text.toLowerCase().includes(words.toLowerCase()));

@Injectable()
export class ListCatalogueHandler {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly db: Database,
  ) {}

  async handle({ category, q }: ListCatalogueQuery, by: Caller): Promise<CatalogueView> {
    const items = await this.catalogue.all(by.communityId);
    const chosen = items.filter((item) => (!category || item.category === category) && (!q || speaksOf(item, q)));
    const categories = dataFile.categories.map(({ code, nameZh, nameEn }) => ({ code, nameZh, nameEn }));
    return { categories, items: chosen.map(itemView) };
  }

  async item(code: string, by: Caller): Promise<CatalogueItemView> {
    const item = await this.catalogue.find(by.communityId, code);
    if (!item) throw catalogueProblems.itemNotFound({ code });
    return itemView(item);
  }

  async history(code: string, by: Caller): Promise<CatalogueItemHistoryView> {
    const original = dataFile.items.find((item) => item.code === code);
    if (!original) throw catalogueProblems.itemNotFound({ code });
    const versions = await this.db.read.find(CatalogueItemVersion, {
      where: { communityId: by.communityId, code },
      order: { version: 'DESC' },
    });
    const first = { ...itemView({ ...original, version: 1 }), changedBy: null, changedAt: null };
    return { items: [...versions.map(versionView), first] };
  }
}
