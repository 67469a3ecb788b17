import { onDatabase } from '@huying/database';
import { ownPrefixes, until, type Stores } from '@huying/tool-demo';

/** What an expanding migration does, in every table of every database: those who do not know of it must go on. Returns the number of tables. */
export async function expandEveryTable(url: string, services: readonly string[]): Promise<number> {
  let count = 0;
  for (const service of services) {
    await onDatabase({ url, name: `${ownPrefixes.DATABASE_PREFIX}${service}` }, async (client) => {
      const { rows } = await client.query<{ name: string }>(
        `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'`,
      );
      // As a migration should: it does not wait long in front of everybody else.
      await client.query(`SET lock_timeout = '2s'`);
      for (const { name } of rows) await client.query(`ALTER TABLE ${name} ADD COLUMN of_the_next_version text`);
      count += rows.length;
    });
  }
  return count;
}

const databases = ['request', 'volunteer', 'claim'] as const;

/** How many events still wait when all should have been sent. */
export async function pendingEvents(stores: Stores): Promise<number> {
  const unsent = async () => {
    const counts = await Promise.all(databases.map((name) => stores.count(name, 'outbox WHERE sent_at IS NULL')));
    return counts.reduce((sum, count) => sum + count, 0);
  };
  await until('every event is sent', async () => (await unsent()) === 0, 60_000).catch(() => undefined);
  return unsent();
}
