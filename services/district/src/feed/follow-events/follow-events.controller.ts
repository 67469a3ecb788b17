import { Controller, Get, Headers, type StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { AnswersEventStream, eventStreamAnswer, Refuses } from '@huying/http';
import { feedProblems } from '../feed.problems.js';
import { FollowEventsHandler } from './follow-events.handler.js';

@Controller('events/stream')
@ApiTags('District events')
export class FollowEventsController {
  constructor(private readonly followEvents: FollowEventsHandler) {}

  @Get()
  @Requires('district-events:read')
  @ApiOperation({
    summary: 'The same as it happens: server-sent events',
    description:
      'The name of an event is its type, the data a `CloudEventView`, the id its sequence. With Last-Event-ID it resumes ' +
      'after that event; without, it begins with what comes next. A comment every 15 s keeps the line open; after an hour, ' +
      'or when the client is too slow, it ends: reconnect.',
  })
  @AnswersEventStream()
  @Refuses(feedProblems.lastEventIdMalformed, feedProblems.forgotten, feedProblems.cursorAhead)
  async get(@Headers('last-event-id') lastEventId: string | undefined, @By() by: Caller): Promise<StreamableFile> {
    return eventStreamAnswer(await this.followEvents.handle(lastEventId, by));
  }
}
