import { IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity } from 'typeorm';
import type { CatalogueItem } from './catalogue-data.js';

/**
 * A catalogue item as a community has changed it, one row for each version: the highest is in force, the others are its
 * history. What no community has changed stands in the data file alone.
 */
@Entity('catalogue_item_versions')
export class CatalogueItemVersion {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @Column('text')
  code!: string;

  /** 1 is the data file's; a community's first change is 2. */
  @Column('int')
  version!: number;

  @Column('jsonb')
  content!: CatalogueItem;

  @Column('text')
  changedBy!: string;

  @InstantColumn()
  changedAt!: Temporal.Instant;
}
