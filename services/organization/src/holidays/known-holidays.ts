import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { announcedUntil } from '@huying/calendar';
import { CommunityTime } from '@huying/http';
import { Gauge, Registry } from 'prom-client';

/** How early somebody should know: a version of the package that knows the next year takes days, not months. */
const NOTICE_DAYS = 30;

/** Says how far the holidays of China are known: by a metric, and in the log when that is not far any more. */
@Injectable()
export class KnownHolidays implements OnModuleInit {
  private readonly logger = new Logger('holidays');

  constructor(
    private readonly time: CommunityTime,
    registry: Registry,
  ) {
    const end = announcedUntil.add({ days: 1 }).toZonedDateTime(time.zone);
    new Gauge({
      name: 'huying_holidays_announced_until_timestamp_seconds',
      help: 'Until when the State Council’s holidays are known; later days are judged by what the law fixes alone.',
      registers: [registry],
    }).set(end.epochMilliseconds / 1_000);
  }

  onModuleInit(): void {
    const soon = this.time.dayOf(this.time.now().add({ hours: NOTICE_DAYS * 24 }));
    if (soon <= announcedUntil.toString()) return;
    const until = announcedUntil.toString();
    this.logger.warn({ until }, 'The holidays after that day are known by law only: see docs/runbooks/holidays.md.');
  }
}
