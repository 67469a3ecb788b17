import { Module } from '@nestjs/common';
import { AttendanceDesk } from './attendance-desk.js';
import { CheckInController } from './check-in/check-in.controller.js';
import { CheckInHandler } from './check-in/check-in.handler.js';
import { CheckOutController } from './check-out/check-out.controller.js';
import { CheckOutHandler } from './check-out/check-out.handler.js';
import { ListAttendancesController } from './list-attendances/list-attendances.controller.js';
import { ListAttendancesHandler } from './list-attendances/list-attendances.handler.js';
import { OnNeedCompleted } from './miss-services/on-need-completed.js';
import { ExpectHolders } from './on-places/expect-holders.js';
import { OnNeedReopened } from './on-reopening/on-need-reopened.js';
import { ShowCodeController } from './show-code/show-code.controller.js';

@Module({
  controllers: [
    CheckInController,
    CheckOutController,
    ExpectHolders,
    ListAttendancesController,
    OnNeedCompleted,
    OnNeedReopened,
    ShowCodeController,
  ],
  providers: [AttendanceDesk, CheckInHandler, CheckOutHandler, ListAttendancesHandler],
})
export class AttendancesModule {}
