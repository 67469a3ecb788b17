import { Inject, Injectable } from '@nestjs/common';
import { dayOf } from '@huying/calendar';
import { Clock } from '../clock.js';
import type { Configuration } from '../configuration.js';
import { CONFIGURATION } from '../tokens.js';
import type { Temporal } from 'temporal-polyfill';

/** The community's days: its clock in its zone. */
@Injectable()
export class CommunityTime {
  readonly zone: string;

  constructor(
    private readonly clock: Clock,
    @Inject(CONFIGURATION) configuration: Configuration,
  ) {
    this.zone = configuration.TIME_ZONE;
  }

  now(): Temporal.Instant {
    return this.clock.now();
  }

  /** `YYYY-MM-DD` */
  today(): string {
    return this.dayOf(this.now());
  }

  /** The day on which that falls, `YYYY-MM-DD`. */
  dayOf(at: Temporal.Instant): string {
    return dayOf(at, this.zone).toString();
  }
}
