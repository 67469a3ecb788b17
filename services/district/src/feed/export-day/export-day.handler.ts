import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { districtTopic } from '@huying/contracts';
import { Clock, CONFIGURATION, isCalendarDate, type Configuration } from '@huying/http';
import { Temporal } from 'temporal-polyfill';
import { cloudEventView } from '../cloud-event.view.js';
import { feedProblems } from '../feed.problems.js';
import { StoredEvents, type EventsAsked } from '../stored-events.js';

const PORTION = 1_000;

@Injectable()
export class ExportDayHandler {
  constructor(
    private readonly events: StoredEvents,
    private readonly clock: Clock,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  /** @throws events-day-malformed, events-day-not-over, events-day-forgotten */
  handle(text: string, { communityId }: Caller): Readable {
    if (!isCalendarDate(text)) throw feedProblems.dayMalformed();
    const zone = this.configuration.TIME_ZONE;
    const day = Temporal.PlainDate.from(text);
    const today = this.clock.now().toZonedDateTimeISO(zone).toPlainDate();
    if (Temporal.PlainDate.compare(day, today) >= 0) throw feedProblems.dayNotOver();
    if (day.until(today).days >= districtTopic.retentionDays) throw feedProblems.dayForgotten();
    const from = day.toZonedDateTime(zone).toInstant();
    const until = day.add({ days: 1 }).toZonedDateTime(zone).toInstant();
    return Readable.from(this.lines(communityId, { from, until }), { objectMode: false });
  }

  private async *lines(communityId: string, published: EventsAsked['published'] & object): AsyncGenerator<string> {
    for (let after = 0n; ;) {
      const portion = await this.events.read({ communityId, after, published, limit: PORTION });
      for (const event of portion) yield `${JSON.stringify(cloudEventView(event))}\n`;
      if (portion.length < PORTION) return;
      after = BigInt(portion.at(-1)?.sequence ?? 0);
    }
  }
}
