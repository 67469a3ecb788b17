import { Injectable } from '@nestjs/common';
import { ensureMay, type Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { keysetPage, shown, type PageQuery } from '@huying/http';
import { Volunteer } from '../../volunteers/volunteer.entity.js';
import { ServiceRecord } from '../service-record.entity.js';
import type { RecordedServiceView, ServiceRecordView, ServiceTotalsView } from './show-service-record.controller.js';

@Injectable()
export class ShowServiceRecordHandler {
  constructor(private readonly db: Database) {}

  async handle(volunteerId: string, query: PageQuery, by: Caller): Promise<ServiceRecordView> {
    const { communityId } = by;
    if (!(await this.db.read.existsBy(Volunteer, { communityId, id: volunteerId }))) {
      throw new RowNotFoundError('volunteers');
    }
    ensureMay(by, 'read', 'volunteer', { id: volunteerId });
    const records = this.db.read
      .createQueryBuilder(ServiceRecord, 'record')
      .where('record.communityId = :communityId AND record.volunteerId = :volunteerId', { communityId, volunteerId });
    const page = await keysetPage(records, 'record', { by: 'until', direction: 'DESC' }, query);
    const [totals] = await this.db.read.query<ServiceTotalsView[]>(
      `SELECT count(*)::int AS services, coalesce(sum(minutes), 0)::int AS minutes
       FROM service_records WHERE community_id = $1 AND volunteer_id = $2`,
      [communityId, volunteerId],
    );
    return {
      volunteerId,
      totals: totals ?? { services: 0, minutes: 0 },
      items: page.items.map(recordedService),
      nextCursor: page.nextCursor,
    };
  }
}

function recordedService(record: ServiceRecord): RecordedServiceView {
  return {
    claimId: record.id,
    needId: record.needId,
    activity: record.activity,
    date: record.date,
    place: record.place,
    content: record.content,
    from: shown(record.from),
    until: shown(record.until),
    minutes: record.minutes,
    organiser: record.organiser,
    personInCharge: record.personInCharge,
    recordedBy: record.recordedBy,
    method: record.method,
    recordedAt: shown(record.recordedAt),
  };
}
