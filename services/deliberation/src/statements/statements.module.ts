import { Module } from '@nestjs/common';
import { ListStatementsController } from './list-statements/list-statements.controller.js';
import { ListStatementsHandler } from './list-statements/list-statements.handler.js';
import { MakeStatementController } from './make-statement/make-statement.controller.js';
import { MakeStatementHandler } from './make-statement/make-statement.handler.js';
import { ModerateStatementController } from './moderate-statement/moderate-statement.controller.js';
import { ModerateStatementHandler } from './moderate-statement/moderate-statement.handler.js';
import { OpenTalkController } from './open-talk/open-talk.controller.js';
import { OpenTalkHandler } from './open-talk/open-talk.handler.js';
import { ShowOpinionController } from './show-opinion/show-opinion.controller.js';
import { ShowOpinionHandler } from './show-opinion/show-opinion.handler.js';
import { VoteOnStatementController } from './vote-on-statement/vote-on-statement.controller.js';
import { VoteOnStatementHandler } from './vote-on-statement/vote-on-statement.handler.js';

@Module({
  controllers: [
    ListStatementsController,
    MakeStatementController,
    ModerateStatementController,
    OpenTalkController,
    ShowOpinionController,
    VoteOnStatementController,
  ],
  providers: [
    ListStatementsHandler,
    MakeStatementHandler,
    ModerateStatementHandler,
    OpenTalkHandler,
    ShowOpinionHandler,
    VoteOnStatementHandler,
  ],
})
export class StatementsModule {}
