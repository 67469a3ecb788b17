import { Global, Module } from '@nestjs/common';
import { CommunityTime } from './community-time.js';
import { EachOne } from './each-one.js';
import { ShowHistoryController } from './show-history/show-history.controller.js';
import { ShowHistoryHandler } from './show-history/show-history.handler.js';

/** What everything that lives here has in common: days, timed work, histories. */
@Global()
@Module({
  controllers: [ShowHistoryController],
  providers: [CommunityTime, EachOne, ShowHistoryHandler],
  exports: [CommunityTime, EachOne],
})
export class LivesModule {}
