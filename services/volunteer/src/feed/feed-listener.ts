import pg from 'pg';
import { FEED_CHANNEL } from './feed-entries.js';

const RETRY_MS = 1_000;

/** The one connection of this process that hears of new entries. While it is broken, polling stands in for it. */
export class FeedListener {
  private client: pg.Client | undefined;
  private retry: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly databaseUrl: string,
    private readonly onNews: () => void,
  ) {}

  start(): void {
    if (this.client || this.stopped) return;
    const client = new pg.Client({
      connectionString: this.databaseUrl,
      application_name: 'huying-feed',
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    this.client = client;
    client.on('notification', () => this.onNews());
    client.on('error', () => this.again(client));
    client.on('end', () => this.again(client));
    client
      .connect()
      .then(() => client.query(`LISTEN ${FEED_CHANNEL}`))
      .then(() => this.onNews())
      .catch(() => this.again(client));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.retry);
    await this.client?.end().catch(() => undefined);
  }

  private again(broken: pg.Client): void {
    if (this.client !== broken || this.stopped) return;
    this.client = undefined;
    void broken.end().catch(() => undefined);
    this.retry = setTimeout(() => this.start(), RETRY_MS);
    this.retry.unref();
  }
}
