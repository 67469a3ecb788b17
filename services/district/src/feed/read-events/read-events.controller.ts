import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { nextLink, Refuses } from '@huying/http';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CloudEventView } from '../cloud-event.view.js';
import { EventTypes, exampleTypes } from '../event-types.js';
import { feedProblems } from '../feed.problems.js';
import { ReadEventsHandler } from './read-events.handler.js';

export class ReadEventsQuery {
  @ApiProperty({
    required: false,
    description: '`sequence` of the last event seen; left out: from the oldest that is kept',
  })
  @IsOptional()
  // No longer than what PostgreSQL counts to; `sequence` has a zero in front.
  @Matches(/^0?\d{1,18}$/)
  after?: string;

  @ApiProperty({
    required: false,
    type: [String],
    description: 'Only events of these types, separated by commas; the short name is enough: `NeedPublished`',
    example: exampleTypes,
  })
  @IsOptional()
  @ArrayMaxSize(200)
  @EventTypes()
  types?: string[];

  @ApiProperty({ required: false, minimum: 1, maximum: 1_000, default: 100 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1_000)
  limit?: number;

  @ApiProperty({
    required: false,
    minimum: 0,
    maximum: 30,
    default: 0,
    description: 'Seconds to wait if there is nothing new',
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(30)
  wait?: number;
}

@Controller('events')
@ApiTags('District events')
export class ReadEventsController {
  constructor(private readonly readEvents: ReadEventsHandler) {}

  @Get()
  @Requires('district-events:read')
  @ApiOperation({
    summary: 'Events after one that was seen, in their order, without personal data',
    description:
      'For systems that do not read Kafka: the same events as on its topic `huying.district.events.v1`, in the batch format of ' +
      'CloudEvents. `Link: rel="next"` asks for what follows, also when nothing was there; with `wait` the answer comes as soon as ' +
      'there is something. Nothing is left out and events of one subject never change their order. Kept for 90 days.',
  })
  @ApiProduces('application/cloudevents-batch+json')
  @ApiResponse({ status: 200, type: [CloudEventView], description: 'At most `limit` events; none: an empty list' })
  @Refuses(feedProblems.forgotten, feedProblems.cursorAhead)
  async get(
    @Query() query: ReadEventsQuery,
    @By() by: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CloudEventView[]> {
    const gone = new AbortController();
    request.raw.once('close', () => gone.abort());
    const { events, next } = await this.readEvents.handle(query, by, gone.signal);
    void reply.type('application/cloudevents-batch+json; charset=utf-8');
    void reply.header('link', nextLink(request.url, next, 'after'));
    return events;
  }
}
