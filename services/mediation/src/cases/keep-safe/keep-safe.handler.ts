import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { Clock, shown, tell } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { enterAsMediator, recordReading } from '../access.js';
import { Measure } from '../case.entity.js';
import { caseLife, reportRisk } from '../case.js';
import { caseView, type CaseView } from '../case.view.js';
import type { MeasureDto, MeasuresView, MeasureView, RiskDto } from './keep-safe.controller.js';

@Injectable()
export class KeepSafeHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  risk(id: string, { risk }: RiskDto, by: Caller): Promise<CaseView> {
    const deed = { by: by.personId, now: this.clock.now() };
    return this.db.withTransaction(async (tx) => {
      const { case: one } = await enterAsMediator(tx, id, by);
      one.risk = risk;
      if (risk === 'none') await tx.save(one);
      else await tell(tx, caseLife, one, reportRisk(one, { ...deed, risk }), deed);
      return caseView(one);
    });
  }

  take(id: string, { text }: MeasureDto, by: Caller): Promise<MeasureView> {
    const takenAt = this.clock.now();
    return this.db.withTransaction(async (tx) => {
      await enterAsMediator(tx, id, by);
      const measure = tx.create(Measure, { id: uuidv7(), caseId: id, text, takenBy: by.personId, takenAt });
      return measureView(await tx.save(measure));
    });
  }

  list(id: string, reason: string | undefined, by: Caller): Promise<MeasuresView> {
    return this.db.withTransaction(async (tx) => {
      const access = await enterAsMediator(tx, id, by);
      await recordReading(tx, access, by, { what: 'measures', reason, at: this.clock.now() });
      const measures = await tx.manager.find(Measure, { where: { caseId: id }, order: { id: 'ASC' } });
      return { items: measures.map(measureView) };
    });
  }
}

const measureView = ({ id, text, takenBy, takenAt }: Measure): MeasureView => ({
  ...{ id, text, takenBy, takenAt: shown(takenAt) },
});
