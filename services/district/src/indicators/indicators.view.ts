import { ApiProperty } from '@nestjs/swagger';

/** Minutes from one thing to another, of all for which the other came on that day. */
export class MinutesView {
  @ApiProperty({ description: 'How many there were' })
  count!: number;

  @ApiProperty({ type: Number, nullable: true, description: 'Half took no longer; null: there were none' })
  median!: number | null;

  @ApiProperty({ type: Number, nullable: true, description: 'Nine of ten took no longer' })
  p90!: number | null;
}

/** How many needs of one item of the catalogue. */
export class ItemCountView {
  @ApiProperty({ example: 'SG-001' })
  itemCode!: string;

  @ApiProperty({ minimum: 1 })
  count!: number;
}

const share = (description: string) => ({ type: Number, nullable: true, minimum: 0, maximum: 1, description });

/** The indicators of one day of the community's clock. Formulas: docs/district/indicators.md. */
export class DayView {
  @ApiProperty({ format: 'date' })
  day!: string;

  @ApiProperty({ description: 'Calls received' })
  calls!: number;

  @ApiProperty({
    type: MinutesView,
    description: 'From the call to the need that answers it, of calls received that day',
  })
  minutesToAnswer!: MinutesView;

  @ApiProperty({ description: 'Needs raised' })
  needsRaised!: number;

  @ApiProperty(share('Share of them that were found before anybody called; null: none was raised'))
  foundBeforeCall!: number | null;

  @ApiProperty({ type: MinutesView, description: 'From raised to published' })
  minutesToPublish!: MinutesView;

  @ApiProperty({ type: MinutesView, description: 'From published to filled' })
  minutesToFill!: MinutesView;

  @ApiProperty({ type: MinutesView, description: 'From raised to completed' })
  minutesToComplete!: MinutesView;

  @ApiProperty(
    share('Of the needs that were completed, cancelled or expired: the share completed; null: there were none'),
  )
  fulfilment!: number | null;

  @ApiProperty({ type: Number, nullable: true, minimum: 1, maximum: 5, description: 'Mean of what callers said' })
  satisfaction!: number | null;

  @ApiProperty({ description: 'How many said so' })
  ratings!: number;

  @ApiProperty({ type: [ItemCountView], description: 'At the end of the day due and neither filled nor ended' })
  overdue!: ItemCountView[];

  @ApiProperty({ type: [ItemCountView], description: 'Items raised at least three times in thirty days, most first' })
  commonProblems!: ItemCountView[];

  @ApiProperty({ description: 'Volunteers who served' })
  volunteersActive!: number;

  @ApiProperty({ description: 'Hours that they served' })
  hours!: number;

  @ApiProperty(
    share(
      'Gini coefficient of the places that volunteers have held since the first of the month; 0: all alike; null: none',
    ),
  )
  fairness!: number | null;

  @ApiProperty({ description: 'Volunteers who held a place and did not come' })
  noShows!: number;

  @ApiProperty(share('Share of no-shows among all who were expected that day; null: nobody was'))
  noShowShare!: number | null;
}

/** Indicators of a community, one entry for each day. */
export class IndicatorsView {
  @ApiProperty({ type: [DayView] })
  items!: DayView[];
}
