import { ApiProperty } from '@nestjs/swagger';
import { Codes, Flag, IsCalendarDate, OneOf, Parts, shown, Text, Whole } from '@huying/http';
import { ArrayUnique, IsArray, IsIn, IsOptional } from 'class-validator';
import {
  bookers,
  bookingStates,
  venueKinds,
  venueStates,
  type Booker,
  type Booking,
  type BookingState,
  type Venue,
  type VenueKind,
  type VenueState,
} from './venue.entity.js';

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;

export class OpeningHoursDto {
  @Whole({ min: 1, max: 7, description: '1: Monday, 7: Sunday' })
  weekday!: number;

  @Text({ max: 5, pattern: CLOCK, example: '09:00', description: 'In the community’s zone' })
  from!: string;

  @Text({ max: 5, pattern: CLOCK, example: '21:00' })
  until!: string;
}

export class OpeningExceptionDto {
  @IsCalendarDate({ example: '2027-02-17' })
  on!: string;

  @Text({ max: 5, pattern: CLOCK, required: false, example: '14:00', description: 'Left out: shut' })
  from?: string | null;

  @Text({ max: 5, pattern: CLOCK, required: false, example: '17:00' })
  until?: string | null;

  @Text({ max: 200, example: '社区大扫除' })
  reason!: string;
}

/** A venue as it is opened or changed. */
export class VenueDto {
  @Text({ max: 100, example: '西山社区居民会客厅' })
  name!: string;

  @OneOf(venueKinds)
  kind!: VenueKind;

  @Text({ max: 100, required: false, blank: true, example: '3幢' })
  building?: string;

  @Whole({ min: 1, max: 2_000, description: 'People' })
  capacity!: number;

  @Codes({ max: 50, required: false, example: ['projector', 'piano'] })
  equipment?: string[];

  @ApiProperty({
    enum: bookers,
    isArray: true,
    required: false,
    description: 'Besides staff; default: residents and organisations',
  })
  @IsOptional()
  @IsArray()
  @ArrayUnique()
  @IsIn(bookers, { each: true })
  bookableBy?: Booker[];

  @Flag({ required: false, description: 'Whether it is shut on the holidays of China; default: no' })
  shutOnHolidays?: boolean;

  @Parts(() => OpeningHoursDto, { min: 1, max: 50 })
  hours!: OpeningHoursDto[];

  @Parts(() => OpeningExceptionDto, { max: 200, required: false })
  exceptions?: OpeningExceptionDto[];
}

export class VenueView extends VenueDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ description: 'Also the ETag' })
  version!: number;

  @ApiProperty({ enum: venueStates })
  state!: VenueState;
}

export class BookingView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ description: 'Also the ETag' })
  version!: number;

  @ApiProperty({ enum: bookingStates })
  state!: BookingState;

  @ApiProperty({ format: 'uuid' })
  venueId!: string;

  @ApiProperty({ format: 'date-time' })
  startsAt!: string;

  @ApiProperty({ format: 'date-time' })
  endsAt!: string;

  @ApiProperty()
  people!: number;

  @ApiProperty()
  purpose!: string;

  @ApiProperty({ type: String, nullable: true, format: 'uuid' })
  organizationId!: string | null;

  @ApiProperty({ type: String, nullable: true, format: 'uuid' })
  seriesId!: string | null;

  @ApiProperty()
  bookedBy!: string;
}

export class BookingListView {
  @ApiProperty({ type: [BookingView] })
  items!: BookingView[];
}

/** What a venue is, from what is sent. */
export const venueFields = (wish: VenueDto) => ({
  name: wish.name.normalize('NFC').trim(),
  kind: wish.kind,
  building: wish.building ?? '',
  capacity: wish.capacity,
  equipment: wish.equipment ?? [],
  bookableBy: wish.bookableBy ?? [...bookers],
  shutOnHolidays: wish.shutOnHolidays ?? false,
  hours: wish.hours.map(({ weekday, from, until }) => ({ weekday, from, until })),
  exceptions: (wish.exceptions ?? []).map(({ on, from, until, reason }) => ({
    ...{ on, reason },
    ...{ from: from ?? null, until: until ?? null },
  })),
});

export const venueView = (venue: Venue): VenueView => ({
  id: venue.id,
  version: venue.version,
  state: venue.state,
  ...venueFields(venue),
});

export const bookingView = (booking: Booking): BookingView => {
  const { id, version, state, venueId, people, purpose, organizationId, seriesId, bookedBy } = booking;
  const times = { startsAt: shown(booking.startsAt), endsAt: shown(booking.endsAt) };
  return { id, version, state, venueId, ...times, people, purpose, organizationId, seriesId, bookedBy };
};
