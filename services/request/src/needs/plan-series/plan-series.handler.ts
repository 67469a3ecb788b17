import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, type Tx } from '@huying/database';
import { Clock, CONFIGURATION, type Configuration } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import type { Deed } from '../deed.js';
import { Need } from '../need.entity.js';
import { enterHistory, transition } from '../need-history.js';
import { raise } from '../need.js';
import { needProblems } from '../needs.problems.js';
import { planRecurrence, planShifts, type Shift } from '../series.js';
import { seriesView, type SeriesView } from '../series.view.js';
import type { PlanSeriesDto } from './plan-series.controller.js';

@Injectable()
export class PlanSeriesHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  handle(needId: string, wish: PlanSeriesDto, by: Caller): Promise<SeriesView> {
    const deed = { by: by.personId, now: this.clock.now() };
    return this.db.withTransaction(async (tx) => {
      const need = await tx.lock(Need, { id: needId, communityId: by.communityId });
      const [first, ...others] = this.shiftsOf(need, wish, deed);
      const seriesId = uuidv7();
      Object.assign(need, first, { places: first?.places ?? need.places, seriesId, seriesLimit: wish.limit ?? 0 });
      await tx.save(need);
      await enterHistory(tx, need, need.state, { by: deed.by, reason: `series: ${seriesId}`, at: deed.now });
      const needs = [need];
      for (const shift of others) needs.push(await raiseLike(tx, need, shift, deed));
      return seriesView(seriesId, needs);
    });
  }

  private shiftsOf(need: Need, { shifts, recurrence }: PlanSeriesDto, { now }: Deed): Shift[] {
    if (shifts && !recurrence) return planShifts(need, { shifts, now });
    if (!shifts && recurrence) {
      return planRecurrence(need, { rule: recurrence, zone: this.configuration.TIME_ZONE, now });
    }
    throw needProblems.seriesOneWay();
  }
}

/** Another draft that differs in its time, and perhaps in its places. */
async function raiseLike(tx: Tx, like: Need, { startsAt, endsAt, places }: Shift, deed: Deed): Promise<Need> {
  const { id: _id, version: _version, ...fields } = like;
  const need = tx.create(Need, {
    ...fields,
    ...{ id: uuidv7(), startsAt, endsAt, places: places ?? like.places, raisedBy: deed.by, raisedAt: deed.now },
  });
  const reason = `like ${like.id}`;
  await transition(tx, need, raise(need, { ...deed, reason }), { by: deed.by, reason, at: deed.now });
  return need;
}
