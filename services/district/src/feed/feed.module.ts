import { Module } from '@nestjs/common';
import { IndicatorsModule } from '../indicators/indicators.module.js';
import { DistrictFeed } from './district-feed.js';
import { ExportDayController } from './export-day/export-day.controller.js';
import { ExportDayHandler } from './export-day/export-day.handler.js';
import { FeedNews } from './feed-news.js';
import { FollowEventsController } from './follow-events/follow-events.controller.js';
import { FollowEventsHandler } from './follow-events/follow-events.handler.js';
import { ForgetEvents } from './forget-events/forget-events.js';
import { OnEvents } from './publish-event/on-events.js';
import { Pseudonyms } from './pseudonyms.js';
import { ReadEventsController } from './read-events/read-events.controller.js';
import { ReadEventsHandler } from './read-events/read-events.handler.js';
import { StoredEvents } from './stored-events.js';

@Module({
  imports: [IndicatorsModule],
  controllers: [OnEvents, ExportDayController, FollowEventsController, ReadEventsController],
  providers: [
    DistrictFeed,
    ExportDayHandler,
    FeedNews,
    FollowEventsHandler,
    ForgetEvents,
    Pseudonyms,
    ReadEventsHandler,
    StoredEvents,
  ],
  exports: [FeedNews, StoredEvents],
})
export class FeedModule {}
