import { Module } from '@nestjs/common';
import { EscalateOverdue } from './escalate-overdue/escalate-overdue.js';
import { ListFindingsController } from './list-findings/list-findings.controller.js';
import { ListFindingsHandler } from './list-findings/list-findings.handler.js';
import { RaiseFindingController } from './raise-finding/raise-finding.controller.js';
import { RaiseFindingHandler } from './raise-finding/raise-finding.handler.js';
import { RecheckFindingController } from './recheck-finding/recheck-finding.controller.js';
import { RecheckFindingHandler } from './recheck-finding/recheck-finding.handler.js';
import { RectifyFindingController } from './rectify-finding/rectify-finding.controller.js';
import { RectifyFindingHandler } from './rectify-finding/rectify-finding.handler.js';
import { ShowStatisticsController } from './show-statistics/show-statistics.controller.js';
import { ShowStatisticsHandler } from './show-statistics/show-statistics.handler.js';

@Module({
  controllers: [
    ShowStatisticsController,
    ListFindingsController,
    RaiseFindingController,
    RecheckFindingController,
    RectifyFindingController,
  ],
  providers: [
    EscalateOverdue,
    ListFindingsHandler,
    RaiseFindingHandler,
    RecheckFindingHandler,
    RectifyFindingHandler,
    ShowStatisticsHandler,
  ],
})
export class FindingsModule {}
