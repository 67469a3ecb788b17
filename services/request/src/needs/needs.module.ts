import { Module } from '@nestjs/common';
import { CatalogueModule } from '../catalogue/catalogue.module.js';
import { CancelNeedController } from './cancel-need/cancel-need.controller.js';
import { CancelNeedHandler } from './cancel-need/cancel-need.handler.js';
import { CloseNeedController } from './close-need/close-need.controller.js';
import { CloseNeedHandler } from './close-need/close-need.handler.js';
import { CompleteNeedController } from './complete-need/complete-need.controller.js';
import { CompleteNeedHandler } from './complete-need/complete-need.handler.js';
import { ExpireNeeds } from './expire-needs/expire-needs.js';
import { GiveFeedbackController } from './give-feedback/give-feedback.controller.js';
import { GiveFeedbackHandler } from './give-feedback/give-feedback.handler.js';
import { ListNeedsController } from './list-needs/list-needs.controller.js';
import { ListNeedsHandler } from './list-needs/list-needs.handler.js';
import { ListReadingsController } from './list-readings/list-readings.controller.js';
import { ListReadingsHandler } from './list-readings/list-readings.handler.js';
import { MoveNeedController } from './move-need/move-need.controller.js';
import { MoveNeedHandler } from './move-need/move-need.handler.js';
import { OnAttendance } from './need-board/on-attendance.js';
import { OnPlaces } from './need-board/on-places.js';
import { OnNeedArose } from './on-need-arose/on-need-arose.js';
import { PlanSeriesController } from './plan-series/plan-series.controller.js';
import { PlanSeriesHandler } from './plan-series/plan-series.handler.js';
import { PublishNeedController } from './publish-need/publish-need.controller.js';
import { PublishNeedHandler } from './publish-need/publish-need.handler.js';
import { PublishSeriesController } from './publish-series/publish-series.controller.js';
import { PublishSeriesHandler } from './publish-series/publish-series.handler.js';
import { RaiseNeedController } from './raise-need/raise-need.controller.js';
import { RaiseNeedHandler } from './raise-need/raise-need.handler.js';
import { ReasonedTransition } from './reasoned-transition.js';
import { ReopenNeedController } from './reopen-need/reopen-need.controller.js';
import { ReopenNeedHandler } from './reopen-need/reopen-need.handler.js';
import { ShowNeedController } from './show-need/show-need.controller.js';
import { ShowNeedHandler } from './show-need/show-need.handler.js';
import { ShowSeriesController } from './show-series/show-series.controller.js';
import { ShowSeriesHandler } from './show-series/show-series.handler.js';

@Module({
  imports: [CatalogueModule],
  controllers: [
    CancelNeedController,
    CloseNeedController,
    CompleteNeedController,
    GiveFeedbackController,
    ListNeedsController,
    ListReadingsController,
    MoveNeedController,
    OnAttendance,
    OnNeedArose,
    OnPlaces,
    PlanSeriesController,
    PublishNeedController,
    PublishSeriesController,
    RaiseNeedController,
    ReopenNeedController,
    ShowNeedController,
    ShowSeriesController,
  ],
  providers: [
    CancelNeedHandler,
    CloseNeedHandler,
    CompleteNeedHandler,
    ExpireNeeds,
    GiveFeedbackHandler,
    ListNeedsHandler,
    ListReadingsHandler,
    MoveNeedHandler,
    PlanSeriesHandler,
    PublishNeedHandler,
    PublishSeriesHandler,
    RaiseNeedHandler,
    ReasonedTransition,
    ReopenNeedHandler,
    ShowNeedHandler,
    ShowSeriesHandler,
  ],
})
export class NeedsModule {}
