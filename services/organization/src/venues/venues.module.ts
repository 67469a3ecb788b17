import { Module } from '@nestjs/common';
import { BookVenueController } from './book-venue/book-venue.controller.js';
import { BookVenueHandler } from './book-venue/book-venue.handler.js';
import { EndBookingController } from './end-booking/end-booking.controller.js';
import { EndBookingHandler } from './end-booking/end-booking.handler.js';
import { ListBookingsController } from './list-bookings/list-bookings.controller.js';
import { ListBookingsHandler } from './list-bookings/list-bookings.handler.js';
import { ListVenuesController } from './list-venues/list-venues.controller.js';
import { ListVenuesHandler } from './list-venues/list-venues.handler.js';
import { MissBookings } from './miss-bookings/miss-bookings.js';
import { OnRooms } from './on-rooms/on-rooms.js';
import { OpenVenueController } from './open-venue/open-venue.controller.js';
import { OpenVenueHandler } from './open-venue/open-venue.handler.js';
import {
  ReadCalendarController,
  SubscribeCalendarController,
} from './subscribe-calendar/subscribe-calendar.controller.js';
import { SubscribeCalendarHandler } from './subscribe-calendar/subscribe-calendar.handler.js';
import { VenueCalendarController } from './venue-calendar/venue-calendar.controller.js';
import { VenueCalendarHandler } from './venue-calendar/venue-calendar.handler.js';
import { VoiceNeedController } from './voice-need/voice-need.controller.js';
import { VoiceNeedHandler } from './voice-need/voice-need.handler.js';

@Module({
  controllers: [
    BookVenueController,
    EndBookingController,
    ListBookingsController,
    ListVenuesController,
    OnRooms,
    OpenVenueController,
    ReadCalendarController,
    SubscribeCalendarController,
    VenueCalendarController,
    VoiceNeedController,
  ],
  providers: [
    BookVenueHandler,
    EndBookingHandler,
    ListBookingsHandler,
    ListVenuesHandler,
    MissBookings,
    OpenVenueHandler,
    SubscribeCalendarHandler,
    VenueCalendarHandler,
    VoiceNeedHandler,
  ],
})
export class VenuesModule {}
