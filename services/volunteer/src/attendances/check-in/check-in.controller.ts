import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses, Uuid } from '@huying/http';
import { AttendanceView } from '../attendance.view.js';
import { attendanceProblems } from '../attendances.problems.js';
import { PresenceDto } from '../presence.dto.js';
import { CheckInHandler } from './check-in.handler.js';

@Controller('attendances/:claimId/check-in')
@ApiTags('Attendances')
export class CheckInController {
  constructor(private readonly checkIn: CheckInHandler) {}

  @Post()
  @Requires('attendances:record')
  @ApiOperation({ summary: 'Check in for the place you hold, from an hour before the start to the end' })
  @Answers(201, AttendanceView)
  @Refuses(
    attendanceProblems.needUnknown,
    attendanceProblems.codeRequired,
    attendanceProblems.codeWrong,
    attendanceProblems.codeAttemptsExceeded,
    attendanceProblems.timeForStaff,
    attendanceProblems.inTheFuture,
    attendanceProblems.tooEarly,
    attendanceProblems.tooLate,
    attendanceProblems.alreadyCheckedIn,
  )
  post(@Param('claimId', Uuid) claimId: string, @Body() body: PresenceDto, @By() by: Caller): Promise<AttendanceView> {
    return this.checkIn.handle(claimId, body, by);
  }
}
