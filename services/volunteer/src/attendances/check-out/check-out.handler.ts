import { create } from '@bufbuild/protobuf';
import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { ServiceRecordedSchema, toTimestamp } from '@huying/contracts';
import { Clock, CONFIGURATION, type Configuration } from '@huying/http';
import { recordOf } from '../../service-records/service-record.js';
import { ServiceRecord } from '../../service-records/service-record.entity.js';
import { checkOut } from '../attendance.js';
import { AttendanceDesk, type Told } from '../attendance-desk.js';
import { attendanceView } from '../attendance.view.js';
import type { CheckedOutView } from './check-out.controller.js';

@Injectable()
export class CheckOutHandler {
  constructor(
    private readonly desk: AttendanceDesk,
    private readonly clock: Clock,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  handle(claimId: string, told: Told, by: Caller): Promise<CheckedOutView> {
    const now = this.clock.now();
    return this.desk.serve(claimId, told, by, async (tx, attendance, need, deed) => {
      const checkedOut = checkOut(attendance, deed);
      attendance.state = 'checked-out';
      attendance.checkedOutAt = deed.at;
      await tx.save(attendance);
      const recorder = { by: by.personId, method: deed.method, now, zone: this.configuration.TIME_ZONE };
      const record = recordOf(attendance, need, recorder);
      await tx.save(tx.create(ServiceRecord, record));
      tx.emit(
        checkedOut,
        create(ServiceRecordedSchema, {
          claimId,
          communityId: attendance.communityId,
          needId: attendance.needId,
          volunteerId: attendance.volunteerId,
          minutes: record.minutes,
          activity: record.activity,
          organiser: record.organiser,
          from: toTimestamp(record.from),
          until: toTimestamp(record.until),
          recordedAt: toTimestamp(now),
        }),
      );
      return { ...attendanceView(attendance, need), minutes: record.minutes };
    });
  }
}
