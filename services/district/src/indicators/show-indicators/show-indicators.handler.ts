import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { Clock, CONFIGURATION, type Configuration } from '@huying/http';
import { Temporal } from 'temporal-polyfill';
import { DAYS } from '../days.sql.js';
import { indicatorProblems } from '../indicators.problems.js';
import type { DayView } from '../indicators.view.js';

/** A month of days, today included. */
const USUAL_DAYS = 30;
const MOST_DAYS = 366;

/** Which days; the last ones if nothing is said. */
export interface DaysAsked {
  readonly from?: string;
  readonly to?: string;
}

@Injectable()
export class ShowIndicatorsHandler {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  /** @throws indicators-days-reversed, indicators-too-many-days */
  handle(asked: DaysAsked, { communityId }: Caller): Promise<DayView[]> {
    const now = this.clock.now();
    const zone = this.configuration.TIME_ZONE;
    const last = asked.to ? Temporal.PlainDate.from(asked.to) : now.toZonedDateTimeISO(zone).toPlainDate();
    const first = asked.from ? Temporal.PlainDate.from(asked.from) : last.subtract({ days: USUAL_DAYS - 1 });
    const days = first.until(last).days + 1;
    if (days < 1) throw indicatorProblems.daysReversed();
    if (days > MOST_DAYS) throw indicatorProblems.tooManyDays();
    return this.database.read.query<DayView[]>(DAYS, [
      communityId,
      first.toString(),
      last.toString(),
      zone,
      now.toString(),
    ]);
  }
}
