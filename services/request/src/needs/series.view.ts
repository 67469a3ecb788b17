import { ApiProperty } from '@nestjs/swagger';
import type { BoardView } from './need.view.js';
import { needView, NeedView } from './need.view.js';
import type { Need } from './need.entity.js';

/** Needs that belong together: shifts of one, or occurrences of a recurring one. */
export class SeriesView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ description: 'Places of the series that one volunteer may hold; 0: as many as do not clash' })
  limit!: number;

  @ApiProperty({ type: [NeedView], description: 'In the order of their starts, without private details' })
  items!: NeedView[];
}

/** A series for the API; its needs in the order of their starts. */
export function seriesView(
  id: string,
  needs: readonly Need[],
  boards: ReadonlyMap<string, BoardView> = new Map(),
): SeriesView {
  const limit = needs[0]?.seriesLimit ?? 0;
  return { id, limit, items: needs.map((need) => needView(need, boards.get(need.id))) };
}
