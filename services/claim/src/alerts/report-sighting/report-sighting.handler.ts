import { create } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { SightingReportedSchema, toTimestamp } from '@huying/contracts';
import { Database } from '@huying/database';
import { Clock } from '@huying/http';
import { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { alertProblems } from '../alerts.problems.js';
import { findOpenAlert } from '../open-alert.js';
import { Sighting } from '../sighting.entity.js';
import { sightingView, type SightingView } from '../sighting.view.js';
import type { SightingDto } from './report-sighting.controller.js';

@Injectable()
export class ReportSightingHandler {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  handle(needId: string, { place, note = '', seenAt }: SightingDto, by: Caller): Promise<SightingView> {
    const reportedAt = this.clock.now();
    const seen = seenAt ?? reportedAt;
    // A minute's grace: telephones' clocks differ.
    if (Temporal.Instant.compare(seen, reportedAt.add({ minutes: 1 })) > 0) throw alertProblems.seenInTheFuture();
    return this.database.withTransaction(async (tx) => {
      const { pool } = await findOpenAlert(tx.manager, needId, by);
      const reportedBy = by.personId;
      const sighting = tx.create(Sighting, {
        id: uuidv7(),
        pool,
        needId,
        reportedBy,
        place,
        note,
        seenAt: seen,
        reportedAt,
      });
      await tx.save(sighting);
      tx.emit(
        create(SightingReportedSchema, {
          needId,
          communityId: pool,
          sightingId: sighting.id,
          place,
          reportedBy,
          seenAt: toTimestamp(seen),
          reportedAt: toTimestamp(reportedAt),
        }),
      );
      return sightingView(sighting);
    });
  }
}
