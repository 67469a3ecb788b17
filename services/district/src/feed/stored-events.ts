import { Injectable } from '@nestjs/common';
import { Database } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { DistrictEvent } from './district-event.entity.js';
import { feedProblems } from './feed.problems.js';

/** Which events are asked for. */
export interface EventsAsked {
  readonly communityId: string;
  /** Those behind this sequence; 0: from the oldest that is kept. */
  readonly after: bigint;
  readonly types?: readonly string[] | undefined;
  /** Only those that were published then; `until` is not part of it. */
  readonly published?: { readonly from: Temporal.Instant; readonly until: Temporal.Instant };
  readonly limit: number;
}

/** The sequences between which events are kept. */
export interface Bounds {
  /** Undefined: there are none. */
  readonly oldest: bigint | undefined;
  /** 0: there are none. */
  readonly latest: bigint;
}

/**
 * Whoever was away for longer than events are kept is told that some are missing; whoever has seen more than there is, that the feed is
 * another one: waiting they would miss all that it has until it is as long.
 * @throws events-forgotten, events-cursor-ahead
 */
export function ensureInFeed(after: bigint, { oldest, latest }: Bounds): void {
  if (after === 0n || oldest === undefined) return;
  if (after < oldest - 1n) throw feedProblems.forgotten();
  if (after > latest) throw feedProblems.cursorAhead({ latest: latest.toString() });
}

/** The events of the feed, as they are kept. */
@Injectable()
export class StoredEvents {
  constructor(private readonly db: Database) {}

  /** What is kept of all communities. */
  async bounds(): Promise<Bounds> {
    const [row] = await this.db.read.query<{ oldest: string | null; latest: string | null }[]>(
      'SELECT min(sequence) AS oldest, max(sequence) AS latest FROM district_events',
    );
    return { oldest: row?.oldest ? BigInt(row.oldest) : undefined, latest: BigInt(row?.latest ?? 0) };
  }

  /** In their order. */
  read({ communityId, after, types, published, limit }: EventsAsked): Promise<DistrictEvent[]> {
    const found = this.db.read
      .createQueryBuilder(DistrictEvent, 'event')
      .where('event.communityId = :communityId', { communityId })
      .andWhere('event.sequence > :after', { after: after.toString() });
    if (types) found.andWhere('event.type = ANY(:types)', { types });
    if (published) {
      const [from, until] = [published.from.toString(), published.until.toString()];
      found.andWhere('event.publishedAt >= :from AND event.publishedAt < :until', { from, until });
    }
    return found.orderBy('event.sequence').limit(limit).getMany();
  }
}
