import { Module } from '@nestjs/common';
import { IssueCodesController } from './issue-codes/issue-codes.controller.js';
import { IssueCodesHandler } from './issue-codes/issue-codes.handler.js';
import { OpenRoundController } from './open-round/open-round.controller.js';
import { OpenRoundHandler } from './open-round/open-round.handler.js';
import { ShowRoundController } from './show-round/show-round.controller.js';
import { ShowRoundHandler } from './show-round/show-round.handler.js';

@Module({
  controllers: [IssueCodesController, OpenRoundController, ShowRoundController],
  providers: [IssueCodesHandler, OpenRoundHandler, ShowRoundHandler],
})
export class RoundsModule {}
