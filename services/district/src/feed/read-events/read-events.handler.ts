import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { cloudEventView, type CloudEventView } from '../cloud-event.view.js';
import { FeedNews } from '../feed-news.js';
import { ensureInFeed, StoredEvents } from '../stored-events.js';
import type { ReadEventsQuery } from './read-events.controller.js';

const LIMIT = 100;

@Injectable()
export class ReadEventsHandler {
  constructor(
    private readonly events: StoredEvents,
    private readonly news: FeedNews,
  ) {}

  /** @returns the events, and the sequence to ask after for what follows; @throws events-forgotten, events-cursor-ahead */
  async handle(
    { after: asked, types, limit = LIMIT, wait = 0 }: ReadEventsQuery,
    { communityId }: Caller,
    gone: AbortSignal,
  ): Promise<{ events: CloudEventView[]; next: string }> {
    const after = BigInt(asked ?? 0);
    const deadline = performance.now() + wait * 1_000;
    for (;;) {
      // Before the look: news that come in between must not be slept through.
      const turn = this.news.turn();
      const bounds = await this.events.bounds();
      ensureInFeed(after, bounds);
      const found = await this.events.read({ communityId, after, types, limit });
      const left = deadline - performance.now();
      if (found.length > 0 || left <= 0 || gone.aborted) {
        const last = BigInt(found.at(-1)?.sequence ?? after);
        // A full page goes on after its last; one that is not full has seen everything up to the latest.
        const next = found.length < limit && bounds.latest > last ? bounds.latest : last;
        return { events: found.map(cloudEventView), next: next.toString() };
      }
      await this.news.after(turn, left, gone);
    }
  }
}
