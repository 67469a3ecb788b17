import pg from 'pg';
import type { DataSource } from 'typeorm';
import { OUTBOX_CHANNEL } from './outbox.js';

/** A committed event that is not marked as sent. */
export interface OutboxRow {
  readonly position: string;
  readonly type: string;
  readonly topic: string;
  readonly key: string;
  readonly headers: Record<string, string>;
  readonly value: string;
}

/** Any number: it only has to be the same for all relays of a database. */
const RELAY_LOCK = 7_470_111;
const CLEANING_BATCH = 2_000;

/*
  A relay whose machine vanishes must not keep the lock: the server looks for a dead peer every second. Marks may be lost in
  a crash of the server, the event is then sent again, which every consumer bears: no need to wait for the disk.
*/
const SETTINGS = `
  SET tcp_keepalives_idle = 1; SET tcp_keepalives_interval = 1; SET tcp_keepalives_count = 2;
  SET client_connection_check_interval = 1000; SET synchronous_commit = off`;

/**
 * The relay's one connection: it holds the lock, hears of commits, reads and marks. When it breaks, the lock is gone and so
 * is every means to go on, so that no relay works on without the lock.
 */
export class RelaySession {
  private queue: Promise<unknown> = Promise.resolve();
  private woken = false;
  private wake: () => void = () => undefined;
  private broken: Error | undefined;

  private constructor(private readonly client: pg.Client) {
    client.on('notification', () => this.interrupt());
    const onBroken = (error: Error) => {
      this.broken ??= error;
      this.interrupt();
    };
    client.on('error', onBroken);
    client.on('end', () => onBroken(new Error('Connection terminated')));
  }

  static async open(dataSource: DataSource): Promise<RelaySession> {
    const { options } = dataSource;
    if (options.type !== 'postgres' || !options.url)
      throw new TypeError('The relay needs a PostgreSQL data source with a URL.');
    const client = new pg.Client({
      connectionString: options.url,
      application_name: 'huying-relay',
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    const session = new RelaySession(client);
    try {
      await client.connect();
      await client.query(SETTINGS);
      return session;
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  /** Whether this session is now the one that may send. */
  async tryToLead(): Promise<boolean> {
    const [row] = await this.query<{ leads: boolean }>('SELECT pg_try_advisory_lock($1) AS leads', [RELAY_LOCK]);
    if (row?.leads) await this.query(`LISTEN ${OUTBOX_CHANNEL}`);
    return row?.leads ?? false;
  }

  /** The first committed events that are neither sent nor on their way, in the order of their positions. */
  unsent(limit: number, onTheirWay: readonly string[], heldTopics: readonly string[]): Promise<OutboxRow[]> {
    return this.query<OutboxRow>(
      `SELECT position, type, topic, key, headers, value FROM outbox
       WHERE sent_at IS NULL AND position <> ALL ($2::bigint[]) AND topic <> ALL ($3::text[])
       ORDER BY position LIMIT $1`,
      [limit, onTheirWay, heldTopics],
    );
  }

  /** The first events of one topic that are not sent. */
  unsentOf(topic: string, limit: number): Promise<OutboxRow[]> {
    return this.query<OutboxRow>(
      `SELECT position, type, topic, key, headers, value FROM outbox
       WHERE sent_at IS NULL AND topic = $1 ORDER BY position LIMIT $2`,
      [topic, limit],
    );
  }

  async markSent(positions: readonly string[]): Promise<void> {
    await this.query('UPDATE outbox SET sent_at = clock_timestamp() WHERE position = ANY ($1::bigint[])', [positions]);
  }

  /** Removes some of the events that were sent longer ago than that. Returns whether there are more. */
  async removeSentBefore(retentionSeconds: number): Promise<boolean> {
    const removed = await this.query(
      `WITH old AS (SELECT position FROM outbox WHERE sent_at < now() - make_interval(secs => $1) ORDER BY sent_at LIMIT $2)
       DELETE FROM outbox USING old WHERE outbox.position = old.position RETURNING 1`,
      [retentionSeconds, CLEANING_BATCH],
    );
    return removed.length === CLEANING_BATCH;
  }

  /** How many events wait, and for how long the oldest of them has. */
  async backlog(): Promise<{ pending: number; oldestAgeSeconds: number }> {
    const [row] = await this.query<{ pending: string; age: string }>(
      `SELECT count(*) AS pending, coalesce(extract(epoch FROM clock_timestamp() - min(created_at)), 0) AS age
       FROM outbox WHERE sent_at IS NULL`,
    );
    return { pending: Number(row?.pending), oldestAgeSeconds: Math.max(0, Number(row?.age)) };
  }

  /** Waits until a commit is heard of, `interrupt` is called, the connection breaks or the time is over. */
  async waitForWork(milliseconds: number): Promise<void> {
    if (!this.woken && !this.broken) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.woken = false;
  }

  interrupt(): void {
    this.woken = true;
    this.wake();
  }

  async close(): Promise<void> {
    this.broken ??= new Error('Connection closed');
    await this.client.end().catch(() => undefined);
  }

  /** One statement at a time: the driver wants no two on one connection. */
  private query<Row extends object>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    const run = this.queue.then(async () => {
      if (this.broken) throw this.broken;
      const { rows } = await this.client.query<Row>(sql, [...parameters]);
      return rows;
    });
    this.queue = run.catch(() => undefined);
    return run;
  }
}
