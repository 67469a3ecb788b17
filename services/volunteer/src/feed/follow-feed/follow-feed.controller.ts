import { Controller, Get, Headers, Query, type StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, AnswersEventStream, eventStreamAnswer, PageOf, PageQuery, Refuses, type Page } from '@huying/http';
import { FeedEntryView } from '../feed-entry.view.js';
import { feedProblems } from '../feed.problems.js';
import { FollowFeedHandler } from './follow-feed.handler.js';

export class FeedEntryPage extends PageOf(FeedEntryView) {}

@Controller('feed')
@ApiTags('Feed')
export class FollowFeedController {
  constructor(private readonly followFeed: FollowFeedHandler) {}

  @Get()
  @Requires('feed:read')
  @ApiOperation({
    summary: 'What concerns you as it happens: server-sent events',
    description:
      'Needs published to you, filled, free again and cancelled; your own places and waiting list; what is due of what you promised. The name of an event is the ' +
      'type of its entry, the data a `FeedEntryView`. With Last-Event-ID it resumes after that event, up to 7 days back; ' +
      'a comment every 15 s keeps the line open; after an hour, or when the client is too slow, it ends: reconnect.',
  })
  @AnswersEventStream()
  @Refuses(feedProblems.lastEventIdMalformed)
  async get(@Headers('last-event-id') lastEventId: string | undefined, @By() by: Caller): Promise<StreamableFile> {
    return eventStreamAnswer(await this.followFeed.follow(lastEventId, by));
  }

  @Get('entries')
  @Requires('feed:read')
  @ApiOperation({ summary: 'The same as a list, the newest first, for clients that cannot keep a stream' })
  @Answers(200, FeedEntryPage)
  list(@Query() query: PageQuery, @By() by: Caller): Promise<Page<FeedEntryView>> {
    return this.followFeed.list(query, by);
  }
}
