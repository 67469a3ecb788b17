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
  ), added AS (
    INSERT INTO district_events (id, type, source, subject, community_id, time, data, published_at)
    SELECT $1, $2, $3, $4, $5, $6, $7, $8 FROM locked WHERE locks > 0
    RETURNING sequence
  )
  SELECT sequence, pg_notify('${FEED_CHANNEL}', '') FROM added`;

/** What was published of an event. */
export type Published = Pick<DistrictEvent, 'sequence' | 'type' | 'communityId' | 'data'>;

/** Publishes events to districts: kept for those who ask by HTTP, and on the topic for those who read Kafka. */
@Injectable()
export class DistrictFeed {
  constructor(
    private readonly pseudonyms: Pseudonyms,
    private readonly clock: Clock,
  ) {}

  /**
   * In the transaction that records the event as handled: in the feed once, however often it comes.
   * @returns the event as it is in the feed; undefined for one that is not for districts
   */
  async publish(tx: Tx, { event, envelope }: Delivery): Promise<Published | undefined> {
    const type = findEventType(envelope.type);
    if (!type?.district) return undefined;
    const { id, communityId, time, source } = envelope;
    const { subject, data } = forDistrict(event, type, this.pseudonyms.of(communityId, time));
    const at = time.toString();
    const [added] = await tx.query<{ sequence: string }>(APPEND, [
      id,
      type.name,
      source,
      subject,
      communityId,
      at,
      data,
      this.clock.now().toString(),
    ]);
    const headers = cloudEventHeaders({ id, type: type.name, source, subject, time: at, communityId });
    const value = JSON.stringify(data);
    await publishRecords(tx.manager, [
      { id, type: type.name, topic: districtTopic.name, key: subject, headers, value },
    ]);
    return { sequence: added?.sequence ?? '0', type: type.name, communityId, data };
  }
}
