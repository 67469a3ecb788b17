import type { Readable } from 'node:stream';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { clientOf, type Caller } from '@huying/auth';
import { commonProblems, EventStream } from '@huying/http';
import { cloudEventView } from '../cloud-event.view.js';
import type { DistrictEvent } from '../district-event.entity.js';
import { FeedNews } from '../feed-news.js';
import { feedProblems } from '../feed.problems.js';
import { ensureInFeed, StoredEvents } from '../stored-events.js';

const HEARTBEAT_MS = 15_000;
const PORTION = 200;
const MOST_STREAMS_OF_ONE = 10;

type Stream = EventStream<Caller>;

@Injectable()
export class FollowEventsHandler implements OnModuleDestroy {
  private readonly logger = new Logger('district-events');
  private readonly streams = new Set<Stream>();
  private isClosing = false;

  constructor(
    private readonly events: StoredEvents,
    private readonly news: FeedNews,
  ) {}

  /** @throws events-last-event-id-malformed, events-forgotten, events-cursor-ahead, service-unavailable while the service stops */
  async handle(lastEventId: string | undefined, by: Caller): Promise<Readable> {
    if (this.isClosing) throw commonProblems.serviceUnavailable();
    if (lastEventId !== undefined && !/^\d{1,19}$/.test(lastEventId)) throw feedProblems.lastEventIdMalformed();
    const bounds = await this.events.bounds();
    const after = lastEventId === undefined ? bounds.latest : BigInt(lastEventId);
    ensureInFeed(after, bounds);
    const stream: Stream = new EventStream(by, Number(after));
    this.add(stream);
    void this.tell(stream);
    return stream.stream;
  }

  /** Ends all streams: clients reconnect to another process, or to this one when it is back. */
  onModuleDestroy(): void {
    this.isClosing = true;
    for (const stream of this.streams) stream.close();
  }

  /** The oldest of too many streams of one client gives way. */
  private add(stream: Stream): void {
    const own = [...this.streams].filter(({ follower }) => clientOf(follower) === clientOf(stream.follower));
    if (own.length >= MOST_STREAMS_OF_ONE) own[0]?.close();
    this.streams.add(stream);
    const beating = setInterval(() => stream.beat(), HEARTBEAT_MS).unref();
    stream.onClose(() => {
      clearInterval(beating);
      this.streams.delete(stream);
    });
  }

  /** Until the stream ends. If nothing can be read it is broken off: the client comes back and resumes where it was. */
  private async tell(stream: Stream): Promise<void> {
    const gone = new AbortController();
    stream.onClose(() => gone.abort());
    const { communityId } = stream.follower;
    try {
      while (!stream.closed) {
        const turn = this.news.turn();
        const found = await this.events.read({ communityId, after: BigInt(stream.cursor), limit: PORTION });
        for (const event of found) stream.send(Number(event.sequence), asServerSentEvent(event));
        await stream.drained();
        if (found.length === 0) await this.news.after(turn, HEARTBEAT_MS, gone.signal);
      }
    } catch (error) {
      this.logger.warn({ err: error }, 'A follower of the events could not be told more.');
      stream.breakOff();
    }
  }
}

const asServerSentEvent = (event: DistrictEvent): string =>
  `id: ${event.sequence}\nevent: ${event.type}\ndata: ${JSON.stringify(cloudEventView(event))}\n\n`;
