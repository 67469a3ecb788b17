import { Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';

/** The time. Handlers ask it and hand the answer to the decisions; tests set it. */
@Injectable()
export class Clock {
  now(): Temporal.Instant {
    return Temporal.Instant.fromEpochMilliseconds(Date.now());
  }
}
