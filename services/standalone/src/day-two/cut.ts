import { databaseUrl, SteadyClient } from '@huying/database';
import type pg from 'pg';

/** One database at the moment of the cut: `client` is in a transaction that sees it so, and `snapshot` is for pg_dump. */
export interface Cut {
  readonly name: string;
  readonly client: pg.Client;
  readonly snapshot: string;
}

/** How long consumers are waited for, each time; and how often. */
const PATIENCE_MS = 5_000;
const TRIES = 6;

/**
 * Sees all databases of a platform that runs at moments that fit together: no database holds the effect of an event that its producer's
 * does not hold. For the moment in which the snapshots are taken, nobody may note that an event was handled; so whatever was handled
 * anywhere is older than all of them. Requests go on, and consumers wait for milliseconds.
 */
export async function cutThrough<Result>(
  url: string,
  names: readonly string[],
  work: (cuts: readonly Cut[]) => Promise<Result>,
): Promise<Result> {
  const connected: pg.Client[] = [];
  const connect = async (name: string) => {
    const client = new SteadyClient({ connectionString: databaseUrl(url, name), application_name: 'huying-backup' });
    await client.connect();
    connected.push(client);
    return client;
  };
  try {
    const [holders, watchers] = [await Promise.all(names.map(connect)), await Promise.all(names.map(connect))];
    await holdInboxes(holders);
    const snapshots = await Promise.all(watchers.map(snapshotOf));
    await Promise.all(holders.map((client) => client.end()));
    const cuts = watchers.map((client, index) => ({
      name: names[index] ?? '',
      client,
      snapshot: snapshots[index] ?? '',
    }));
    return await work(cuts);
  } finally {
    await Promise.all(connected.map((client) => client.end().catch(() => undefined)));
  }
}

/** All of them or none: whoever holds some and waits for another keeps consumers waiting. */
async function holdInboxes(holders: readonly pg.Client[]): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const held = await Promise.allSettled(
      holders.map(async (client) => {
        await client.query(`BEGIN; SET LOCAL lock_timeout = ${PATIENCE_MS}`);
        await client.query('LOCK TABLE inbox IN SHARE MODE');
      }),
    );
    const failed = held.find((one) => one.status === 'rejected');
    if (!failed) return;
    await Promise.all(holders.map((client) => client.query('ROLLBACK')));
    if (tries === TRIES || (failed.reason as { code?: string }).code !== '55P03') throw failed.reason;
  }
}

async function snapshotOf(client: pg.Client): Promise<string> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  const { rows } = await client.query<{ id: string }>('SELECT pg_export_snapshot() AS id');
  return rows[0]?.id ?? '';
}
