import { Module } from '@nestjs/common';
import { IssueCodesController } from './issue-codes/issue-codes.controller.js';
import { IssueCodesHandler } from './issue-codes/issue-codes.handler.js';
import { OpenRoundController } from './open-round/open-round.controller.js';
import { OpenRoundHandler } from './open-round/open-round.handler.js';
import { PrintSheetsController } from './print-sheets/print-sheets.controller.js';
import { PrintSheetsHandler } from './print-sheets/print-sheets.handler.js';
import { ShowRoundController } from './show-round/show-round.controller.js';
import { ShowRoundHandler } from './show-round/show-round.handler.js';

@Module({
  controllers: [IssueCodesController, OpenRoundController, PrintSheetsController, ShowRoundController],
  providers: [IssueCodesHandler, OpenRoundHandler, PrintSheetsHandler, ShowRoundHandler],
})
export class RoundsModule {}
