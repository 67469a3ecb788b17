import { Module } from '@nestjs/common';
import { ShowHistoryController } from './show-history/show-history.controller.js';
import { ShowHistoryHandler } from './show-history/show-history.handler.js';

/** Histories of everything that lives here. */
@Module({
  controllers: [ShowHistoryController],
  providers: [ShowHistoryHandler],
})
export class LivesModule {}
