import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Id, IsInstant, OneOf, PageOf, PageQuery, Uuid, type Page } from '@huying/http';
import type { Temporal } from 'temporal-polyfill';
import { bookingStates, type BookingState } from '../venue.entity.js';
import { BookingView } from '../venue.view.js';
import { ListBookingsHandler } from './list-bookings.handler.js';

export class ListBookingsQuery extends PageQuery {
  @Id({ required: false })
  venueId?: string;

  @Id({ required: false })
  organizationId?: string;

  @Id({ required: false })
  seriesId?: string;

  @OneOf(bookingStates, { required: false })
  state?: BookingState;

  @IsInstant({ required: false, description: 'Those that end after it' })
  from?: Temporal.Instant;

  @IsInstant({ required: false, description: 'Those that start before it' })
  until?: Temporal.Instant;
}

export class BookingPage extends PageOf(BookingView) {}

@Controller('bookings')
@ApiTags('Bookings')
export class ListBookingsController {
  constructor(private readonly listBookings: ListBookingsHandler) {}

  @Get()
  @Requires('bookings:read')
  @ApiOperation({
    summary: 'Bookings in the order of their starts; others than staff see their own and their organisation’s',
  })
  @Answers(200, BookingPage)
  list(@Query() query: ListBookingsQuery, @By() by: Caller): Promise<Page<BookingView>> {
    return this.listBookings.list(query, by);
  }

  @Get(':bookingId')
  @Requires('bookings:read')
  @ApiOperation({ summary: 'One booking, for whoever made it, those who act for its organisation, and staff' })
  @Answers(200, BookingView)
  show(@Param('bookingId', Uuid) id: string, @By() by: Caller): Promise<BookingView> {
    return this.listBookings.show(id, by);
  }
}
