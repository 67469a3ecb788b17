import { Injectable } from '@nestjs/common';
import type { Tx } from '@huying/database';
import { FEED_LOCK, type Published } from '../feed/district-feed.js';
import { factOf, indicatorTypes } from './facts.js';

const PORTION = 1_000;

/** Keeps what indicators are made of: a row for each call, need and service, folded from the events of the feed. */
@Injectable()
export class FoldEvents {
  /** In the transaction in which the event enters the feed. Twice is like once. */
  async fold(tx: Tx, { sequence, type, communityId, data }: Published): Promise<void> {
    const fact = factOf(type, data);
    if (!fact) return;
    const table = `indicator_${fact.of}`;
    const [when, said] = [Object.keys(fact.times), Object.keys(fact.values)];
    const columns = [...when, ...said];
    // Names of columns are those of facts.ts; what events say are parameters.
    await tx.query(
      `INSERT INTO ${table} (${['id', 'community_id', 'since', ...columns].join(', ')})
       VALUES (${['$1', '$2', '$3', ...columns.map((_, index) => `$${index + 4}`)].join(', ')})
       ON CONFLICT (id) DO UPDATE SET ${[
         `since = least(${table}.since, excluded.since)`,
         ...when.map((name) => `${name} = least(${table}.${name}, excluded.${name})`),
         ...said.map((name) => `${name} = coalesce(${table}.${name}, excluded.${name})`),
       ].join(', ')}`,
      [fact.id, communityId, sequence, ...Object.values(fact.times), ...Object.values(fact.values)],
    );
  }

  /**
   * Folds everything again from the oldest event that is kept, in one transaction: readers see the old rows until it is done.
   * What began before that event stays as it is, since its beginning could not be folded again.
   * @returns how many events were folded
   */
  async again(tx: Tx, onProgress: (folded: number) => void = () => undefined): Promise<number> {
    // No event enters the feed meanwhile: the feed draws its sequences under this lock.
    await tx.query('SELECT pg_advisory_xact_lock($1)', [FEED_LOCK]);
    const [kept] = await tx.query<{ oldest: string | null }>('SELECT min(sequence) AS oldest FROM district_events');
    for (const table of ['calls', 'needs', 'services']) {
      await tx.query(`DELETE FROM indicator_${table} WHERE since >= $1`, [kept?.oldest ?? 0]);
    }
    let [after, count] = ['0', 0];
    for (;;) {
      const events = await tx.query<Published>(
        `SELECT sequence, type, community_id AS "communityId", data FROM district_events
         WHERE sequence > $1 AND type = ANY($2) ORDER BY sequence LIMIT ${PORTION}`,
        [after, indicatorTypes],
      );
      for (const event of events) await this.fold(tx, event);
      count += events.length;
      onProgress(count);
      after = events.at(-1)?.sequence ?? after;
      if (events.length < PORTION) return count;
    }
  }
}
