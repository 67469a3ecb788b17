import { Logger } from '@nestjs/common';
import pg from 'pg';
import type { DataSource } from 'typeorm';

/** What a listener tells. */
export interface ListenerEvents {
  readonly notify: (channel: string, payload: string) => void;
  /** After every (re)connection: what was told in between was not heard. */
  readonly connected: () => Promise<void>;
}

const RETRY_MS = 500;

/** A connection of its own that listens to PostgreSQL's notifications, and comes back by itself. */
export class Listener {
  private readonly logger = new Logger('listener');
  private client: pg.Client | undefined;
  private retry: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly channels: readonly string[],
    private readonly events: ListenerEvents,
  ) {}

  start(): void {
    void this.connect();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.retry);
    await this.client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const { url } = this.dataSource.options as { url: string };
    const client = new pg.Client({ connectionString: url, keepAlive: true, connectionTimeoutMillis: 2_000 });
    this.client = client;
    let over = false;
    const again = (error?: Error) => {
      if (over) return;
      over = true;
      if (error && !this.stopped) this.logger.warn({ err: error }, 'Notifications are not heard; connecting again.');
      client.end().catch(() => undefined);
      if (!this.stopped) this.retry = setTimeout(() => void this.connect(), RETRY_MS);
    };
    client.on('error', again);
    client.on('end', () => again());
    client.on('notification', ({ channel, payload = '' }) => this.events.notify(channel, payload));
    try {
      await client.connect();
      for (const channel of this.channels) await client.query(`LISTEN ${channel}`);
      await this.events.connected();
    } catch (error) {
      again(error as Error);
    }
  }
}
