import { Controller, Delete, Get, Header, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiProperty, ApiSecurity, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses, Text, Uuid } from '@huying/http';
import { calendarFeedProblems, venueProblems } from '../venues.problems.js';
import { SubscribeCalendarHandler } from './subscribe-calendar.handler.js';

export class CalendarFeedView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'uuid' })
  venueId!: string;

  @ApiProperty({ format: 'date-time' })
  madeAt!: string;
}

export class NewCalendarFeedView extends CalendarFeedView {
  @ApiProperty({
    example: '/v1/calendars/019aafd4-0c2e-7c3f-9b1a-2a6d2f0c8e11/calendar.ics?key=…',
    description: 'On this host, for a calendar app: whoever knows it reads the calendar. Shown this once',
  })
  address!: string;
}

export class CalendarFeedsView {
  @ApiProperty({ type: [CalendarFeedView] })
  items!: CalendarFeedView[];
}

export class CalendarKeyQuery {
  @Text({ max: 100, description: 'Of the address, as it was given' })
  key!: string;
}

@Controller('venues/:venueId/calendar-feeds')
@ApiTags('Venues')
export class SubscribeCalendarController {
  constructor(private readonly subscribe: SubscribeCalendarHandler) {}

  @Post()
  @Requires('venues:read')
  @ApiOperation({
    summary: 'An address of your own for a calendar app, which cannot send a token; ten for a venue at most',
  })
  @Answers(201, NewCalendarFeedView)
  @Refuses(venueProblems.wrongState, calendarFeedProblems.tooMany)
  make(@Param('venueId', Uuid) id: string, @By() by: Caller): Promise<NewCalendarFeedView> {
    return this.subscribe.make(id, by);
  }

  @Get()
  @Requires('venues:read')
  @ApiOperation({ summary: 'Your addresses of this calendar, the oldest first, without their keys' })
  @Answers(200, CalendarFeedsView)
  list(@Param('venueId', Uuid) id: string, @By() by: Caller): Promise<CalendarFeedsView> {
    return this.subscribe.list(id, by);
  }

  @Delete(':feedId')
  @Requires('venues:read')
  @ApiOperation({ summary: 'Revoke an address: it answers nobody any more. Yours; staff may revoke all' })
  @Answers(204)
  revoke(
    @Param('venueId', Uuid) venueId: string,
    @Param('feedId', Uuid) feedId: string,
    @By() by: Caller,
  ): Promise<void> {
    return this.subscribe.revoke(venueId, feedId, by);
  }
}

/** Read without a token: one of the open routes. The key stands in the query, which no log has. */
@Controller('calendars')
@ApiTags('Venues')
@ApiSecurity({})
export class ReadCalendarController {
  constructor(private readonly subscribe: SubscribeCalendarHandler) {}

  @Get(':feedId/calendar.ics')
  @Header('content-type', 'text/calendar; charset=utf-8')
  @ApiProduces('text/calendar')
  @ApiOperation({ summary: 'When a venue is taken, as iCalendar (RFC 5545), for whoever knows the key; no token' })
  @Answers(200, String)
  read(@Param('feedId', Uuid) id: string, @Query() { key }: CalendarKeyQuery): Promise<string> {
    return this.subscribe.read(id, key);
  }
}
