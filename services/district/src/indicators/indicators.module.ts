import { Module } from '@nestjs/common';
import { FoldEvents } from './fold-events.js';
import { ShowIndicatorsController } from './show-indicators/show-indicators.controller.js';
import { ShowIndicatorsHandler } from './show-indicators/show-indicators.handler.js';

@Module({
  controllers: [ShowIndicatorsController],
  providers: [FoldEvents, ShowIndicatorsHandler],
  exports: [FoldEvents],
})
export class IndicatorsModule {}
