import { Injectable } from '@nestjs/common';
import { Database } from '@huying/database';
import { catalogue as dataFile, type CatalogueItem } from './catalogue-data.js';
import { CatalogueItemVersion } from './catalogue-item.entity.js';

/** An item in force in a community, with its version. */
export type VersionedItem = CatalogueItem & { readonly version: number };

/** The catalogue of needs (居民需求清单) as it stands in a community: the data file with the community's changes over it. */
@Injectable()
export class Catalogue {
  constructor(private readonly db: Database) {}

  /** All items, in the order of the data file. */
  async all(communityId: string): Promise<readonly VersionedItem[]> {
    const changes = await this.db.read.query<{ code: string; version: number; content: CatalogueItem }[]>(
      `SELECT DISTINCT ON (code) code, version, content FROM catalogue_item_versions
       WHERE community_id = $1 ORDER BY code, version DESC`,
      [communityId],
    );
    const changed = new Map(changes.map(({ code, version, content }) => [code, { ...content, version }]));
    return dataFile.items.map((item) => changed.get(item.code) ?? { ...item, version: 1 });
  }

  /** One item in force, or undefined for a code that the catalogue does not have. */
  async find(communityId: string, code: string): Promise<VersionedItem | undefined> {
    const original = dataFile.items.find((item) => item.code === code);
    if (!original) return undefined;
    const change = await this.db.read.findOne(CatalogueItemVersion, {
      where: { communityId, code },
      order: { version: 'DESC' },
    });
    return change ? { ...change.content, version: change.version } : { ...original, version: 1 };
  }
}
