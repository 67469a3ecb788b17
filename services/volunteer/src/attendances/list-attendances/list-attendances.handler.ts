import { Injectable } from '@nestjs/common';
import { ensureMay, isStaff, type Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { keysetPage, type Page } from '@huying/http';
import { attendedNeeds } from '../../needs/attended-needs.js';
import { Attendance } from '../attendance.entity.js';
import { attendanceView, type AttendanceView } from '../attendance.view.js';
import type { ListAttendancesQuery } from './list-attendances.controller.js';

@Injectable()
export class ListAttendancesHandler {
  constructor(private readonly db: Database) {}

  async handle(query: ListAttendancesQuery, by: Caller): Promise<Page<AttendanceView>> {
    const attendances = this.db.read
      .createQueryBuilder(Attendance, 'attendance')
      .where('attendance.communityId = :communityId', { communityId: by.communityId });
    if (!isStaff(by)) attendances.andWhere('attendance.volunteerId = :own', { own: by.personId });
    if (query.needId) attendances.andWhere('attendance.needId = :needId', { needId: query.needId });
    if (query.state) attendances.andWhere('attendance.state = :state', { state: query.state });
    const page = await keysetPage(attendances, 'attendance', { by: 'heldAt', direction: 'DESC' }, query);
    return { ...page, items: await this.views(page.items) };
  }

  async one(claimId: string, by: Caller): Promise<AttendanceView> {
    const attendance = await this.db.read.findOneBy(Attendance, { id: claimId, communityId: by.communityId });
    if (!attendance) throw new RowNotFoundError('attendances');
    ensureMay(by, 'read', 'attendance', attendance);
    const [view] = await this.views([attendance]);
    if (!view) throw new RowNotFoundError('attendances');
    return view;
  }

  private async views(attendances: readonly Attendance[]): Promise<AttendanceView[]> {
    const needs = await attendedNeeds(this.db.read, attendances);
    return attendances.map((attendance) => attendanceView(attendance, needs.get(attendance.id)));
  }
}
