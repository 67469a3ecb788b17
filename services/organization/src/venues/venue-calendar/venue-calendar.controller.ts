import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Uuid } from '@huying/http';
import { VenueCalendarHandler } from './venue-calendar.handler.js';

@Controller('venues/:venueId/calendar.ics')
@ApiTags('Venues')
export class VenueCalendarController {
  constructor(private readonly calendar: VenueCalendarHandler) {}

  @Get()
  @Requires('venues:read')
  @Header('content-type', 'text/calendar; charset=utf-8')
  @ApiProduces('text/calendar')
  @ApiOperation({
    summary: 'When the venue is taken, as iCalendar (RFC 5545), for half a year; who has it is not told',
  })
  @Answers(200, String)
  get(@Param('venueId', Uuid) id: string, @By() by: Caller): Promise<string> {
    return this.calendar.handle(id, by);
  }
}
