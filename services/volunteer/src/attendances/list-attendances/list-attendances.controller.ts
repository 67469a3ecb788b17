import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, PageOf, PageQuery, Uuid, type Page } from '@huying/http';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { attendanceStates, type AttendanceState } from '../attendance.entity.js';
import { AttendanceView } from '../attendance.view.js';
import { ListAttendancesHandler } from './list-attendances.handler.js';

/** Which attendances to list. */
export class ListAttendancesQuery extends PageQuery {
  @ApiProperty({ required: false, format: 'uuid' })
  @IsOptional()
  @IsUUID()
  needId?: string;

  @ApiProperty({ enum: attendanceStates, required: false })
  @IsOptional()
  @IsIn(attendanceStates)
  state?: AttendanceState;
}

export class AttendancePage extends PageOf(AttendanceView) {}

@Controller('attendances')
@ApiTags('Attendances')
export class ListAttendancesController {
  constructor(private readonly listAttendances: ListAttendancesHandler) {}

  @Get()
  @Requires('attendances:read')
  @ApiOperation({ summary: 'Attendances, the latest place first: staff see all, a volunteer their own' })
  @Answers(200, AttendancePage)
  get(@Query() query: ListAttendancesQuery, @By() by: Caller): Promise<Page<AttendanceView>> {
    return this.listAttendances.handle(query, by);
  }

  @Get(':claimId')
  @Requires('attendances:read')
  @ApiOperation({ summary: 'One attendance: your own, or as staff anybody’s' })
  @Answers(200, AttendanceView)
  one(@Param('claimId', Uuid) claimId: string, @By() by: Caller): Promise<AttendanceView> {
    return this.listAttendances.one(claimId, by);
  }
}
