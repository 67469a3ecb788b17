import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { shown } from '@huying/http';
import { Open311Report, Open311Update } from '../../open311.entities.js';
import type { Status } from '../../status.js';
import { detailsOf } from '../report-details.js';
import type { ReportView } from './show-report.controller.js';

@Injectable()
export class ShowReportHandler {
  constructor(private readonly db: Database) {}

  async handle(id: string, { communityId }: Caller): Promise<ReportView> {
    const report = await this.db.read.findOneBy(Open311Report, { id, communityId });
    if (!report) throw new RowNotFoundError('open311_reports');
    const order = { receivedAt: 'ASC', id: 'ASC' } as const;
    const updates = await this.db.read.find(Open311Update, { where: { reportId: id }, order });
    return {
      ...{ id, clientId: report.clientId, externalId: report.externalId, details: { ...detailsOf(report) } },
      updates: updates.map(({ externalId, status, description, updatedAt, receivedAt }) => ({
        ...{ externalId, status: status as Status, description },
        ...{ updatedAt: shown(updatedAt), receivedAt: shown(receivedAt) },
      })),
    };
  }
}
