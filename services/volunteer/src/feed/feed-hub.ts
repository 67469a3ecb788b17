import type { Readable } from 'node:stream';
import { Inject, Injectable, Logger, Optional, type OnModuleDestroy } from '@nestjs/common';
import { Database, Listener } from '@huying/database';
import { commonProblems, EventStream } from '@huying/http';
import type { FeedEntry } from './feed-entry.entity.js';
import { asServerSentEvent, entryViews } from './feed-entry.view.js';
import { FEED_CHANNEL, latestId, readStretch, type Follower } from './feed-entries.js';

type FeedConnection = EventStream<Follower>;

const HEARTBEAT_MS = 15_000;
/** Where another time between two heartbeats is provided; a test does not wait for the usual one. */
export const FEED_HEARTBEAT_MS = Symbol('feed-heartbeat-ms');
/** In case a notification is lost. */
const POLL_MS = 2_000;
const PAGE = 200;
const MOST_CONNECTIONS_OF_ONE = 10;

const keyOf = ({ communityId, personId }: Follower): string => `${communityId}\n${personId}`;

/**
 * Hands new entries to all who follow the feed in this process. It reads each entry once, however many follow; a client that
 * resumes is brought up to date from the database first, and misses nothing and sees nothing out of order.
 */
@Injectable()
export class FeedHub implements OnModuleDestroy {
  private readonly logger = new Logger('feed');
  private readonly connections = new Map<string, Set<FeedConnection>>();
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly listener: Listener;
  /** All entries up to this one have been handed to the connections that are live. */
  private last = 0;
  private reading: Promise<void> | undefined;
  private again = false;
  private complained = false;
  private closing = false;

  constructor(
    private readonly db: Database,
    @Optional() @Inject(FEED_HEARTBEAT_MS) private readonly heartbeatMs = HEARTBEAT_MS,
  ) {
    this.listener = new Listener(db.dataSource, [FEED_CHANNEL], {
      notify: () => this.wake(),
      connected: () => Promise.resolve(this.wake()),
    });
  }

  /**
   * A new stream for somebody: entries after that id, or only new ones.
   * @throws service-unavailable while the service stops
   */
  async open(follower: Follower, after: number | undefined): Promise<Readable> {
    if (this.closing) throw commonProblems.serviceUnavailable();
    this.startWork();
    await this.advance();
    // An id from the future is from a database that is no more.
    const connection = new EventStream<Follower>(follower, Math.min(after ?? this.last, this.last));
    this.add(connection);
    void this.bringUpToDate(connection);
    return connection.stream;
  }

  /** Ends all streams: clients reconnect to another process, or to this one when it is back. */
  async onModuleDestroy(): Promise<void> {
    this.closing = true;
    for (const timer of this.timers) clearInterval(timer);
    for (const connection of this.all()) connection.close();
    await this.listener.stop();
    await this.reading?.catch(() => undefined);
  }

  private startWork(): void {
    if (this.timers.length > 0) return;
    this.listener.start();
    const beat = setInterval(() => this.all().forEach((connection) => connection.beat()), this.heartbeatMs);
    const poll = setInterval(() => this.wake(), POLL_MS);
    this.timers.push(beat.unref(), poll.unref());
  }

  private all(): FeedConnection[] {
    return [...this.connections.values()].flatMap((own) => [...own]);
  }

  private add(connection: FeedConnection): void {
    const key = keyOf(connection.follower);
    const own = this.connections.get(key) ?? new Set();
    this.connections.set(key, own.add(connection));
    const [oldest] = own;
    if (own.size > MOST_CONNECTIONS_OF_ONE) oldest?.close();
    connection.onClose(() => {
      own.delete(connection);
      if (own.size === 0 && this.connections.get(key) === own) this.connections.delete(key);
    });
  }

  /** There may be news; what cannot be read now is read at the next turn. */
  private wake(): void {
    if (this.connections.size === 0 || this.closing) return;
    this.advance().then(
      () => (this.complained = false),
      (error: unknown) => {
        if (!this.complained) this.logger.warn({ err: error }, 'The feed waits: its entries cannot be read.');
        this.complained = true;
      },
    );
  }

  /** Reads on to the latest entry, one reader at a time; resolves when everything committed before the call is handed out. */
  private advance(): Promise<void> {
    this.again = true;
    this.reading ??= this.readOn();
    return this.reading;
  }

  private async readOn(): Promise<void> {
    try {
      while (this.again) {
        this.again = false;
        await this.readUntil(await latestId(this.db.read));
      }
    } finally {
      this.reading = undefined; // in the same moment as the last look at `again`
    }
  }

  private async readUntil(until: number): Promise<void> {
    if (this.connections.size === 0) this.last = until;
    while (this.last < until) {
      const entries = await readStretch(this.db.read, { after: this.last, until, limit: PAGE });
      await this.handOut(entries);
      this.last = entries.length < PAGE ? until : Number(entries.at(-1)?.id);
    }
  }

  private async handOut(entries: readonly FeedEntry[]): Promise<void> {
    const views = await entryViews(this.db.read, entries);
    const members = await this.connectedMembers(entries.flatMap(({ groupIds }) => groupIds));
    for (const [index, entry] of entries.entries()) {
      const view = views[index];
      if (!view) continue;
      const text = asServerSentEvent(view);
      for (const connection of this.addressed(entry, members)) {
        if (connection.live) connection.send(Number(entry.id), text);
      }
    }
  }

  private addressed(entry: FeedEntry, members: ReadonlyMap<string, ReadonlySet<string>>): Iterable<FeedConnection> {
    const { communityId, volunteerId, groupIds } = entry;
    if (volunteerId !== null) return this.connections.get(keyOf({ communityId, personId: volunteerId })) ?? [];
    if (groupIds.length === 0) return this.all().filter(({ follower }) => follower.communityId === communityId);
    const keys = new Set(groupIds.flatMap((id) => [...(members.get(id) ?? [])]));
    return [...keys].flatMap((key) => [...(this.connections.get(key) ?? [])]);
  }

  /** Who of those connected is in which group. */
  private async connectedMembers(groupIds: readonly string[]): Promise<Map<string, Set<string>>> {
    const members = new Map<string, Set<string>>();
    if (groupIds.length === 0) return members;
    const people = [...new Set(this.all().map(({ follower }) => follower.personId))];
    const rows = await this.db.read.query<{ group_id: string; community_id: string; volunteer_id: string }[]>(
      `SELECT group_id, community_id, volunteer_id FROM group_members
       WHERE group_id = ANY($1) AND volunteer_id = ANY($2)`,
      [[...new Set(groupIds)], people],
    );
    for (const { group_id, community_id: communityId, volunteer_id: personId } of rows) {
      members.set(group_id, (members.get(group_id) ?? new Set()).add(keyOf({ communityId, personId })));
    }
    return members;
  }

  /** Becomes live only between two readings, so that no entry falls into the gap. */
  private async bringUpToDate(connection: FeedConnection): Promise<void> {
    try {
      while (!connection.closed) {
        if (connection.cursor < this.last) await this.catchUp(connection);
        else if (this.reading) await this.reading;
        else {
          connection.live = true;
          return;
        }
      }
    } catch (error) {
      this.logger.warn({ err: error }, 'A follower of the feed could not be brought up to date.');
      connection.breakOff();
    }
  }

  private async catchUp(connection: FeedConnection): Promise<void> {
    const until = this.last;
    const stretch = { after: connection.cursor, until, limit: PAGE };
    const entries = await readStretch(this.db.read, stretch, connection.follower);
    for (const view of await entryViews(this.db.read, entries))
      connection.send(Number(view.id), asServerSentEvent(view));
    if (entries.length < PAGE) connection.cursor = until;
    await connection.drained();
  }
}
