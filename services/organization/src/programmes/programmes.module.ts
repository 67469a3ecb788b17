import { Module } from '@nestjs/common';
import { ListCampaignsController } from './list-campaigns/list-campaigns.controller.js';
import { ListCampaignsHandler } from './list-campaigns/list-campaigns.handler.js';
import { ListProgrammesController } from './list-programmes/list-programmes.controller.js';
import { ListProgrammesHandler } from './list-programmes/list-programmes.handler.js';
import { PlanProgrammeController } from './plan-programme/plan-programme.controller.js';
import { PlanProgrammeHandler } from './plan-programme/plan-programme.handler.js';
import { RecordActivityController } from './record-activity/record-activity.controller.js';
import { RecordActivityHandler } from './record-activity/record-activity.handler.js';
import { RunCampaignController } from './run-campaign/run-campaign.controller.js';
import { RunCampaignHandler } from './run-campaign/run-campaign.handler.js';
import { ScheduleActivities } from './schedule-activities/schedule-activities.js';
import { ShipGoodsController } from './ship-goods/ship-goods.controller.js';
import { ShipGoodsHandler } from './ship-goods/ship-goods.handler.js';

@Module({
  controllers: [
    ListCampaignsController,
    ListProgrammesController,
    PlanProgrammeController,
    RecordActivityController,
    RunCampaignController,
    ShipGoodsController,
  ],
  providers: [
    ListCampaignsHandler,
    ListProgrammesHandler,
    PlanProgrammeHandler,
    RecordActivityHandler,
    RunCampaignHandler,
    ScheduleActivities,
    ShipGoodsHandler,
  ],
})
export class ProgrammesModule {}
