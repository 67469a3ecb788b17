import { EventEmitter, once } from 'node:events';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Database, Listener } from '@huying/database';
import { FEED_CHANNEL } from './district-feed.js';

/** In case a notification is lost. */
const POLL_MS = 2_000;

/** Tells those who wait that there may be events. */
@Injectable()
export class FeedNews implements OnModuleDestroy {
  private readonly bell = new EventEmitter().setMaxListeners(0);
  private readonly listener: Listener;
  private turns = 0;
  private poll: NodeJS.Timeout | undefined;

  constructor(db: Database) {
    this.listener = new Listener(db.dataSource, [FEED_CHANNEL], {
      notify: () => this.ring(),
      connected: () => Promise.resolve(this.ring()),
    });
  }

  /** A number that changes whenever there may be news. */
  turn(): number {
    if (!this.poll) {
      this.listener.start();
      this.poll = setInterval(() => this.ring(), POLL_MS).unref();
    }
    return this.turns;
  }

  /** Resolves when there may be news since that turn, when the time is over, or when nobody waits any more. */
  async after(turn: number, milliseconds: number, gone: AbortSignal): Promise<void> {
    if (this.turns !== turn) return;
    const signal = AbortSignal.any([gone, AbortSignal.timeout(Math.ceil(milliseconds))]);
    await once(this.bell, 'news', { signal }).catch(() => undefined);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.poll);
    this.ring();
    await this.listener.stop();
  }

  private ring(): void {
    this.turns += 1;
    this.bell.emit('news');
  }
}
