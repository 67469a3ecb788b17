import { ApiProperty } from '@nestjs/swagger';
import { shown } from '@huying/http';
import type { AttendedNeed } from '../needs/attended-needs.js';
import { attendanceStates, type Attendance, type AttendanceState } from './attendance.entity.js';

/** An attendance as the API shows it. */
export class AttendanceView {
  @ApiProperty({ format: 'uuid' })
  claimId!: string;

  @ApiProperty({ format: 'uuid' })
  needId!: string;

  @ApiProperty({ type: String, nullable: true, description: 'Null in the moment before the need is heard of' })
  activity!: string | null;

  @ApiProperty({ type: String, nullable: true, format: 'date-time' })
  startsAt!: string | null;

  @ApiProperty({ type: String, nullable: true, format: 'date-time' })
  endsAt!: string | null;

  @ApiProperty()
  volunteerId!: string;

  @ApiProperty({ minimum: 1 })
  place!: number;

  @ApiProperty({ enum: attendanceStates })
  state!: AttendanceState;

  @ApiProperty({ type: String, nullable: true, format: 'date-time' })
  checkedInAt!: string | null;

  @ApiProperty({ type: String, nullable: true, format: 'date-time' })
  checkedOutAt!: string | null;
}

/** An attendance for the API. */
export function attendanceView(attendance: Attendance, need: AttendedNeed | undefined): AttendanceView {
  return {
    claimId: attendance.id,
    needId: attendance.needId,
    activity: need?.title ?? null,
    startsAt: shown(need?.startsAt),
    endsAt: shown(need?.endsAt),
    volunteerId: attendance.volunteerId,
    place: attendance.place,
    state: attendance.state,
    checkedInAt: shown(attendance.checkedInAt),
    checkedOutAt: shown(attendance.checkedOutAt),
  };
}
