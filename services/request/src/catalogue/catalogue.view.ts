import { ApiProperty } from '@nestjs/swagger';
import { shown } from '@huying/http';
import type { VersionedItem } from './catalogue.js';
import type { CatalogueItemVersion } from './catalogue-item.entity.js';

/** A catalogue item as the API shows it. */
export class CatalogueItemView {
  @ApiProperty({ example: 'LC-001' })
  code!: string;

  @ApiProperty({ description: 'Also the ETag' })
  version!: number;

  @ApiProperty({ example: 'livelihood-care' })
  category!: string;

  @ApiProperty({ example: '家电维修' })
  nameZh!: string;

  @ApiProperty()
  nameEn!: string;

  @ApiProperty({ type: [String] })
  keywords!: string[];

  @ApiProperty({ description: 'How soon somebody usually answers, in minutes' })
  usualResponseMinutes!: number;

  @ApiProperty({ example: 'volunteers' })
  usuallyAnsweredBy!: string;

  @ApiProperty({ enum: ['none', 'low', 'high'] })
  risk!: string;
}

/** A version of an item that was in force once or is now. */
export class CatalogueItemVersionView extends CatalogueItemView {
  @ApiProperty({ type: String, nullable: true, description: 'Null for the version of the data file' })
  changedBy!: string | null;

  @ApiProperty({ type: String, nullable: true, format: 'date-time' })
  changedAt!: string | null;
}

export class CatalogueCategoryView {
  @ApiProperty({ example: 'livelihood-care' })
  code!: string;

  @ApiProperty({ example: '爱心民生' })
  nameZh!: string;

  @ApiProperty()
  nameEn!: string;
}

export class CatalogueView {
  @ApiProperty({ type: [CatalogueCategoryView] })
  categories!: CatalogueCategoryView[];

  @ApiProperty({ type: [CatalogueItemView] })
  items!: CatalogueItemView[];
}

export class CatalogueItemHistoryView {
  @ApiProperty({ type: [CatalogueItemVersionView], description: 'The newest first' })
  items!: CatalogueItemVersionView[];
}

/** An item for the API. */
export function itemView(item: VersionedItem): CatalogueItemView {
  return {
    code: item.code,
    version: item.version,
    category: item.category,
    nameZh: item.nameZh,
    nameEn: item.nameEn,
    keywords: [...item.keywords],
    usualResponseMinutes: item.usualResponseMinutes,
    usuallyAnsweredBy: item.usuallyAnsweredBy,
    risk: item.risk ?? 'none',
  };
}

/** A version of an item for the API. */
export function versionView(version: CatalogueItemVersion): CatalogueItemVersionView {
  return {
    ...itemView({ ...version.content, version: version.version }),
    changedBy: version.changedBy,
    changedAt: shown(version.changedAt),
  };
}
