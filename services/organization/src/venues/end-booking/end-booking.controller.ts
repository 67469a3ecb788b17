import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, ReasonDto, Refuses, Uuid } from '@huying/http';
import { BookingListView, BookingView } from '../venue.view.js';
import { bookingProblems } from '../venues.problems.js';
import { EndBookingHandler } from './end-booking.handler.js';

@Controller('bookings')
@ApiTags('Bookings')
export class EndBookingController {
  constructor(private readonly endBooking: EndBookingHandler) {}

  @Post(':bookingId/cancellation')
  @Requires('bookings:end')
  @ApiOperation({ summary: 'Cancel a booking before it starts' })
  @Answers(201, BookingView)
  @Refuses(bookingProblems.wrongState, bookingProblems.started, bookingProblems.ofAClass)
  cancel(@Param('bookingId', Uuid) id: string, @Body() body: ReasonDto, @By() by: Caller): Promise<BookingView> {
    return this.endBooking.cancel(id, body, by);
  }

  @Post('series/:seriesId/cancellation')
  @Requires('bookings:end')
  @ApiOperation({ summary: 'Cancel what is still to come of a series, together' })
  @Answers(201, BookingListView)
  @Refuses(bookingProblems.seriesOver, bookingProblems.ofAClass)
  cancelSeries(
    @Param('seriesId', Uuid) id: string,
    @Body() body: ReasonDto,
    @By() by: Caller,
  ): Promise<BookingListView> {
    return this.endBooking.cancelSeries(id, body, by);
  }

  @Post(':bookingId/key')
  @Requires('bookings:attend')
  @ApiOperation({ summary: 'Hand out the key: they have come' })
  @Answers(201, BookingView)
  @Refuses(bookingProblems.wrongState, bookingProblems.tooEarlyForKey, bookingProblems.over)
  handOut(@Param('bookingId', Uuid) id: string, @By() by: Caller): Promise<BookingView> {
    return this.endBooking.handOut(id, by);
  }

  @Post(':bookingId/key-return')
  @Requires('bookings:attend')
  @ApiOperation({ summary: 'Take the key back: they have gone' })
  @Answers(201, BookingView)
  @Refuses(bookingProblems.wrongState)
  takeBack(@Param('bookingId', Uuid) id: string, @By() by: Caller): Promise<BookingView> {
    return this.endBooking.takeBack(id, by);
  }
}
