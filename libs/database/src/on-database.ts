import type pg from 'pg';
import { databaseUrl, SteadyClient } from './data-source.js';

export interface DatabaseOnServer {
  /** The server, without a database. */
  readonly url: string;
  readonly name: string;
}

/** Does some work over a connection of its own, as commands do: a service has its pool. */
export async function onDatabase<Result>(
  { url, name }: DatabaseOnServer,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new SteadyClient({ connectionString: databaseUrl(url, name), application_name: 'huying-command' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
