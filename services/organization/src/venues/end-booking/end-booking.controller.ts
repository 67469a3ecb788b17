import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, ReasonDto, Refuses, Uuid } from '@huying/http';
import { BookingView } from '../venue.view.js';
import { bookingProblems } from '../venues.problems.js';
import { EndBookingHandler } from './end-booking.handler.js';

@Controller('bookings/:bookingId')
@ApiTags('Bookings')
export class EndBookingController {
  constructor(private readonly endBooking: EndBookingHandler) {}

  @Post('cancellation')
  @Requires('bookings:end')
  @ApiOperation({ summary: 'Cancel a booking before it starts' })
  @Answers(201, BookingView)
  @Refuses(bookingProblems.wrongState, bookingProblems.started)
  cancel(@Param('bookingId', Uuid) id: string, @Body() body: ReasonDto, @By() by: Caller): Promise<BookingView> {
    return this.endBooking.cancel(id, body, by);
  }

  @Post('key')
  @Requires('bookings:attend')
  @ApiOperation({ summary: 'Hand out the key: they have come' })
  @Answers(201, BookingView)
  @Refuses(bookingProblems.wrongState, bookingProblems.tooEarlyForKey, bookingProblems.over)
  handOut(@Param('bookingId', Uuid) id: string, @By() by: Caller): Promise<BookingView> {
    return this.endBooking.handOut(id, by);
  }

  @Post('key-return')
  @Requires('bookings:attend')
  @ApiOperation({ summary: 'Take the key back: they have gone' })
  @Answers(201, BookingView)
  @Refuses(bookingProblems.wrongState)
  takeBack(@Param('bookingId', Uuid) id: string, @By() by: Caller): Promise<BookingView> {
    return this.endBooking.takeBack(id, by);
  }
}
