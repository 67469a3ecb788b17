import { Injectable } from '@nestjs/common';
import { districtTopic, findEventType } from '@huying/contracts';
import type { Tx } from '@huying/database';
import { cloudEventHeaders, publishRecords, type Delivery } from '@huying/events';
import { Clock } from '@huying/http';
import type { DistrictEvent } from './district-event.entity.js';
import { Pseudonyms } from './pseudonyms.js';
import { forDistrict } from './redact.js';

/** The channel on which a commit wakes those who wait for events. */
export const FEED_CHANNEL = 'huying_district_events';

/** Held by whoever draws a sequence, to the end of the transaction. */
export const FEED_LOCK = 5820413;

/*
  Sequences must be given in the order of the commits: a reader that has passed one never looks back for a smaller one that is
  committed later. So the lock is taken before the sequence is drawn and held to the end of the transaction.
*/
const APPEND = `
  WITH locked AS MATERIALIZED (
    SELECT count(pg_advisory_xact_lock(${FEED_LOCK})) AS locks
  ), lines AS MATERIALIZED (
    SELECT * FROM ROWS FROM (json_to_recordset($1)
        AS (id uuid, type text, source text, subject text, "communityId" text, time timestamptz, data jsonb))
      WITH ORDINALITY AS line (id, type, source, subject, community_id, time, data, number)
  ), added AS (
    INSERT INTO district_events (id, type, source, subject, community_id, time, data, published_at)
    SELECT id, type, source, subject, community_id, time, data, $2 FROM lines
    WHERE (SELECT locks FROM locked) > 0 ORDER BY number
    RETURNING sequence
  )
  SELECT sequence, pg_notify('${FEED_CHANNEL}', '') FROM added ORDER BY sequence`;

/** An event as a district may see it. */
export interface DistrictLine extends Pick<
  DistrictEvent,
  'id' | 'type' | 'source' | 'subject' | 'communityId' | 'data'
> {
  /** When it happened, in ISO 8601. */
  readonly time: string;
}

/** What was published of an event. */
export type Published = Pick<DistrictEvent, 'sequence' | 'type' | 'communityId' | 'data'>;

/** Publishes events to districts: kept for those who ask by HTTP, and on the topic for those who read Kafka. */
@Injectable()
export class DistrictFeed {
  constructor(
    private readonly pseudonyms: Pseudonyms,
    private readonly clock: Clock,
  ) {}

  /** What a district may see of an event; undefined of one that is not for districts. */
  lineOf({ event, envelope: { id, type: name, communityId, time, source } }: Delivery): DistrictLine | undefined {
    const type = findEventType(name);
    if (!type?.district) return undefined;
    const { subject, data } = forDistrict(event, type, this.pseudonyms.of(communityId, time));
    return { id, type: name, source, subject, communityId, time: time.toString(), data };
  }

  /**
   * In the transaction that records the events as handled: each in the feed once, however often it comes.
   * @returns the events as they are in the feed, in its order
   */
  async publish(tx: Tx, lines: readonly DistrictLine[]): Promise<Published[]> {
    const added = await tx.query<{ sequence: string }>(APPEND, [JSON.stringify(lines), this.clock.now().toString()]);
    const records = lines.map((line) => ({
      ...{ id: line.id, type: line.type, topic: districtTopic.name, key: line.subject },
      headers: cloudEventHeaders(line),
      value: JSON.stringify(line.data),
    }));
    await publishRecords(tx.manager, records);
    return lines.map(({ type, communityId, data }, index) => ({
      ...{ sequence: added[index]?.sequence ?? '0', type, communityId, data },
    }));
  }
}
