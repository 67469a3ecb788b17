import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Clock } from '@huying/http';
import { checkIn } from '../attendance.js';
import { AttendanceDesk, type Told } from '../attendance-desk.js';
import { takeBackMissed } from '../miss-services/missed-by.js';
import { attendanceView, type AttendanceView } from '../attendance.view.js';

@Injectable()
export class CheckInHandler {
  constructor(
    private readonly desk: AttendanceDesk,
    private readonly clock: Clock,
  ) {}

  handle(claimId: string, told: Told, by: Caller): Promise<AttendanceView> {
    return this.desk.serve(claimId, told, by, async (tx, attendance, need, deed) => {
      const checkedIn = checkIn(attendance, deed);
      if (attendance.state === 'missed') await takeBackMissed(tx, attendance, this.clock.now());
      attendance.missedAt = null;
      attendance.state = 'checked-in';
      attendance.checkedInAt = deed.at;
      await tx.save(attendance);
      tx.emit(checkedIn);
      return attendanceView(attendance, need);
    });
  }
}
