import { eventTypes, publisherOf } from '@huying/contracts';
import { onDatabase, type DatabaseOnServer } from '@huying/database';

/** The first 48 bits of a UUIDv7 are the time at which the event was emitted; so ids are compared as texts. */
const ODD = `
  SELECT i.type, count(*)::int AS count FROM unnest($1::uuid[], $2::text[]) AS i (event_id, type)
  WHERE NOT EXISTS (SELECT 1 FROM outbox o WHERE o.id = i.event_id)
    AND i.event_id > (SELECT min(id::text)::uuid FROM outbox)
  GROUP BY 1 ORDER BY 1`;

const AT_ONCE = 50_000;

/**
 * Events that one database has handled though their producer's knows nothing of them, in words. Only those are looked at that are younger than
 * the oldest that the producer's outbox still holds.
 */
export async function effectsWithoutCause(databases: ReadonlyMap<string, DatabaseOnServer>): Promise<string[]> {
  const odd: string[] = [];
  for (const [consumer, database] of databases) {
    for (const [producer, producers] of databases) {
      const types = eventTypes.filter((type) => publisherOf(type) === producer).map(({ name }) => name);
      const handled = await onDatabase(database, async (client) => {
        const { rows } = await client.query<{ event_id: string; type: string }>(
          `SELECT event_id, type FROM inbox WHERE type = ANY ($1) AND handled_at > now() - interval '8 days'`,
          [types],
        );
        return rows;
      });
      if (handled.length === 0) continue;
      const found = await onDatabase(producers, async (client) => {
        const missing: { type: string; count: number }[] = [];
        for (let from = 0; from < handled.length; from += AT_ONCE) {
          const some = handled.slice(from, from + AT_ONCE);
          const { rows } = await client.query<{ type: string; count: number }>(ODD, [
            some.map(({ event_id: id }) => id),
            some.map(({ type }) => type),
          ]);
          missing.push(...rows);
        }
        return missing;
      });
      odd.push(
        ...found.map(({ type, count }) => `${consumer} has handled ${count} ${type} that ${producer} does not know`),
      );
    }
  }
  return odd;
}
