import { Inject, Injectable } from '@nestjs/common';
import { isStaff, type Caller } from '@huying/auth';
import { Clock, CONFIGURATION, type Configuration } from '@huying/http';
import type { Deed } from './volunteer.js';

/** Who does something and when, with the day that it is in the community's time zone. */
@Injectable()
export class Today {
  constructor(
    private readonly clock: Clock,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  deedOf(by: Caller): Deed {
    const now = this.clock.now();
    const today = now.toZonedDateTimeISO(this.configuration.TIME_ZONE).toPlainDate();
    return { by: by.personId, isStaff: isStaff(by), now, today };
  }
}
