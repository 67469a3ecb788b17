import { Module } from '@nestjs/common';
import { ShowServiceRecordController } from './show-service-record/show-service-record.controller.js';
import { ShowServiceRecordHandler } from './show-service-record/show-service-record.handler.js';

@Module({
  controllers: [ShowServiceRecordController],
  providers: [ShowServiceRecordHandler],
})
export class ServiceRecordsModule {}
