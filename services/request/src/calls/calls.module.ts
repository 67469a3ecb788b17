import { Module } from '@nestjs/common';
import { CatalogueModule } from '../catalogue/catalogue.module.js';
import { CatalogueClassifier } from './classify-call/catalogue-classifier.js';
import { ClassifyCallController } from './classify-call/classify-call.controller.js';
import { ClassifyCallHandler } from './classify-call/classify-call.handler.js';
import { ListCallsController } from './list-calls/list-calls.controller.js';
import { ListCallsHandler } from './list-calls/list-calls.handler.js';
import { ReceiveCallController } from './receive-call/receive-call.controller.js';
import { ReceiveCallHandler } from './receive-call/receive-call.handler.js';
import { ShowCallController } from './show-call/show-call.controller.js';
import { ShowCallHandler } from './show-call/show-call.handler.js';

@Module({
  imports: [CatalogueModule],
  controllers: [ClassifyCallController, ListCallsController, ReceiveCallController, ShowCallController],
  exports: [CatalogueClassifier],
  providers: [CatalogueClassifier, ClassifyCallHandler, ListCallsHandler, ReceiveCallHandler, ShowCallHandler],
})
export class CallsModule {}
