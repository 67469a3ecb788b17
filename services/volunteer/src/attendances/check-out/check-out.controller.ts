import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses, Uuid } from '@huying/http';
import { AttendanceView } from '../attendance.view.js';
import { attendanceProblems } from '../attendances.problems.js';
import { PresenceDto } from '../presence.dto.js';
import { CheckOutHandler } from './check-out.handler.js';

export class CheckedOutView extends AttendanceView {
  @ApiProperty({ description: 'Full minutes of service entered in the record' })
  minutes!: number;
}

@Controller('attendances/:claimId/check-out')
@ApiTags('Attendances')
export class CheckOutController {
  constructor(private readonly checkOut: CheckOutHandler) {}

  @Post()
  @Requires('attendances:record')
  @ApiOperation({ summary: 'Check out, at most four hours after the end; the service is entered in the record' })
  @Answers(201, CheckedOutView)
  @Refuses(
    attendanceProblems.needUnknown,
    attendanceProblems.codeRequired,
    attendanceProblems.codeWrong,
    attendanceProblems.codeAttemptsExceeded,
    attendanceProblems.timeForStaff,
    attendanceProblems.inTheFuture,
    attendanceProblems.notCheckedIn,
    attendanceProblems.alreadyCheckedOut,
    attendanceProblems.checkOutBeforeCheckIn,
    attendanceProblems.checkOutTooLate,
  )
  post(@Param('claimId', Uuid) claimId: string, @Body() body: PresenceDto, @By() by: Caller): Promise<CheckedOutView> {
    return this.checkOut.handle(claimId, body, by);
  }
}
