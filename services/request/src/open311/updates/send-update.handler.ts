import { Injectable } from '@nestjs/common';
import { Database } from '@huying/database';
import { Clock } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { Open311Report, Open311Update, type Open311Client } from '../open311.entities.js';
import { open311Problems } from '../open311.problems.js';
import { ensureRepeat } from '../repeat.js';
import { isUuid } from '../reports/find-reports/find-reports.js';
import type { SendUpdateForm } from './send-update.controller.js';

@Injectable()
export class SendUpdateHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Our id of the update; of a repeat that of the first. Somebody else's report does not exist.
   * @throws open311-request-unknown, open311-sent-before
   */
  handle(client: Open311Client, form: SendUpdateForm, fingerprint: string): Promise<string> {
    const { service_request_id: reportId, update_id: externalId, status, description } = form;
    if (!isUuid(reportId)) throw open311Problems.requestUnknown();
    return this.db.withTransaction(async (tx) => {
      // Locked, so that two repeats at once come one after the other.
      const report = await tx.lockIfPresent(Open311Report, { id: reportId, clientId: client.id });
      if (!report) throw open311Problems.requestUnknown();
      const before = await tx.manager.findOneBy(Open311Update, { clientId: client.id, externalId });
      if (before) {
        ensureRepeat(before, fingerprint);
        return before.id;
      }
      const update = tx.create(Open311Update, {
        ...{ id: uuidv7(), reportId: report.id, clientId: client.id, externalId, fingerprint },
        ...{ status, description, updatedAt: form.updated_datetime, receivedAt: this.clock.now() },
      });
      await tx.save(update);
      return update.id;
    });
  }
}
