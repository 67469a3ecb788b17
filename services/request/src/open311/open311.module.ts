import { Module } from '@nestjs/common';
import { CallsModule } from '../calls/calls.module.js';
import { CatalogueModule } from '../catalogue/catalogue.module.js';
import { Clients } from './clients.js';
import { ShowDiscoveryController } from './discovery/show-discovery.controller.js';
import { ManageKeysController } from './keys/manage-keys.controller.js';
import { ManageKeysHandler } from './keys/manage-keys.handler.js';
import { FindReportsController } from './reports/find-reports/find-reports.controller.js';
import { FindReports } from './reports/find-reports/find-reports.js';
import { SendReportController } from './reports/send-report/send-report.controller.js';
import { SendReportHandler } from './reports/send-report/send-report.handler.js';
import { ShowReportController } from './reports/show-report/show-report.controller.js';
import { ShowReportHandler } from './reports/show-report/show-report.handler.js';
import { ListServicesController } from './services/list-services.controller.js';
import { ListUpdatesController } from './updates/list-updates.controller.js';
import { ListUpdatesHandler } from './updates/list-updates.handler.js';
import { SendUpdateController } from './updates/send-update.controller.js';
import { SendUpdateHandler } from './updates/send-update.handler.js';

@Module({
  imports: [CallsModule, CatalogueModule],
  controllers: [
    FindReportsController,
    ListServicesController,
    ListUpdatesController,
    ManageKeysController,
    SendReportController,
    SendUpdateController,
    ShowDiscoveryController,
    ShowReportController,
  ],
  providers: [
    Clients,
    FindReports,
    ListUpdatesHandler,
    ManageKeysHandler,
    SendReportHandler,
    SendUpdateHandler,
    ShowReportHandler,
  ],
})
export class Open311Module {}
