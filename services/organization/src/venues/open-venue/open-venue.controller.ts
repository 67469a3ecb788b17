import { Body, Controller, Param, Post, Put } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, IfMatch, ReasonDto, Refuses, Uuid } from '@huying/http';
import { VenueDto, VenueView } from '../venue.view.js';
import { venueProblems } from '../venues.problems.js';
import { OpenVenueHandler } from './open-venue.handler.js';

@Controller('venues')
@ApiTags('Venues')
export class OpenVenueController {
  constructor(private readonly openVenue: OpenVenueHandler) {}

  @Post()
  @Requires('venues:manage')
  @ApiOperation({ summary: 'Open a venue for bookings' })
  @Answers(201, VenueView)
  @Refuses(venueProblems.nameTaken, venueProblems.hoursUpsideDown, venueProblems.exceptionTwice)
  post(@Body() body: VenueDto, @By() by: Caller): Promise<VenueView> {
    return this.openVenue.open(body, by);
  }

  @Put(':venueId')
  @Requires('venues:manage')
  @ApiHeader({ name: 'If-Match', required: true, description: 'The ETag of the version that the change rests on' })
  @ApiOperation({ summary: 'Change its hours, exceptions, capacity, equipment, or who may book; bookings stay' })
  @Answers(200, VenueView)
  @Refuses(
    venueProblems.wrongState,
    venueProblems.nameTaken,
    venueProblems.hoursUpsideDown,
    venueProblems.exceptionTwice,
  )
  change(
    @Param('venueId', Uuid) id: string,
    @Body() body: VenueDto,
    @IfMatch() version: number,
    @By() by: Caller,
  ): Promise<VenueView> {
    return this.openVenue.change(id, body, version, by);
  }

  @Post(':venueId/closure')
  @Requires('venues:manage')
  @ApiOperation({ summary: 'Close it for good; nothing may be booked any more' })
  @Answers(201, VenueView)
  @Refuses(venueProblems.wrongState, venueProblems.bookingsAhead)
  close(@Param('venueId', Uuid) id: string, @Body() body: ReasonDto, @By() by: Caller): Promise<VenueView> {
    return this.openVenue.close(id, body, by);
  }
}
