import { Body, Controller, Post } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Flag, Id, IsInstant, Refuses, RequiresIdempotencyKey, Text, Whole } from '@huying/http';
import type { Temporal } from 'temporal-polyfill';
import { RestsOnHolidaysView } from '../../holidays/announced.view.js';
import { BookingView } from '../venue.view.js';
import { bookingProblems, roomProblems } from '../venues.problems.js';
import { BookVenueHandler } from './book-venue.handler.js';

/** A venue is wanted at a time, or again and again. */
export class BookVenueDto {
  @Id()
  venueId!: string;

  @IsInstant({ description: 'Within one day, and within the venue’s hours' })
  startsAt!: Temporal.Instant;

  @IsInstant()
  endsAt!: Temporal.Instant;

  @Whole({ min: 1, max: 2_000, description: 'How many will come' })
  people!: number;

  @Text({ max: 200, example: '楼道议事', description: 'No names' })
  purpose!: string;

  @Id({ required: false, description: 'The organisation that wants it, for which you act' })
  organizationId?: string;

  @Text({
    max: 500,
    required: false,
    example: 'FREQ=WEEKLY;BYDAY=TU;COUNT=10',
    description: 'A recurrence rule (RFC 5545)',
  })
  recurrence?: string;

  @Flag({ required: false, description: 'Leave out the days on which it is shut or taken, instead of refusing all' })
  skip?: boolean;
}

export class SkippedView {
  @ApiProperty({ format: 'date-time' })
  startsAt!: string;

  @ApiProperty({ example: 'booking-taken' })
  code!: string;
}

export class BookingsView extends RestsOnHolidaysView {
  @ApiProperty({ type: [BookingView] })
  items!: BookingView[];

  @ApiProperty({ type: [SkippedView], description: 'What was left out, and why' })
  skipped!: SkippedView[];
}

@Controller('bookings')
@ApiTags('Bookings')
export class BookVenueController {
  constructor(private readonly bookVenue: BookVenueHandler) {}

  @Post()
  @Requires('bookings:make')
  @RequiresIdempotencyKey()
  @ApiOperation({ summary: 'Book a venue, once or as a series; whole, or not at all unless days may be skipped' })
  @Answers(201, BookingsView)
  @Refuses(
    ...roomProblems,
    bookingProblems.endsBeforeStart,
    bookingProblems.inThePast,
    bookingProblems.recurrenceUnreadable,
    bookingProblems.recursTooOften,
    bookingProblems.nothingFree,
    bookingProblems.unknownOrganization,
  )
  post(@Body() body: BookVenueDto, @By() by: Caller): Promise<BookingsView> {
    return this.bookVenue.handle(body, by);
  }
}
