import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { DatabaseOnServer } from '@huying/database';
import { findPostgresTools, type PostgresTools } from '@huying/infrastructure';
import type pg from 'pg';

/** How a program of PostgreSQL reaches a database: by its environment, since everybody sees its arguments. */
function connectionOf(serverUrl: string, database: string): Record<string, string> {
  const { hostname, port, username, password, searchParams } = new URL(serverUrl);
  const ssl = Object.fromEntries(
    ['sslmode', 'sslrootcert', 'sslcert', 'sslkey'].flatMap((name) => {
      const value = searchParams.get(name);
      return value === null ? [] : [[`PG${name.toUpperCase()}`, value]];
    }),
  );
  return {
    ...{ PGHOST: hostname.replace(/^\[|\]$/g, ''), PGPORT: port || '5432', PGDATABASE: database },
    ...{ PGUSER: decodeURIComponent(username), PGPASSWORD: decodeURIComponent(password) },
    ...ssl,
  };
}

/** Runs one of PostgreSQL's programs on a database to its end; ends it if the command is interrupted. @throws Error with its last line */
export async function runOn({ url, name }: DatabaseOnServer, program: string, args: readonly string[]): Promise<void> {
  const child = spawn(program, args, {
    env: { ...process.env, ...connectionOf(url, name), LC_MESSAGES: 'C' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const end = () => void child.kill('SIGTERM');
  process.once('exit', end);
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-4_000)));
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) throw new Error(said.trim().split('\n').at(-1) ?? `${program} ended with ${code}`);
  } finally {
    process.removeListener('exit', end);
  }
}

/** The version of the server at the other end, and the programs that understand it. @throws InfrastructureError `postgres-missing` */
export async function toolsFor(client: pg.Client): Promise<{ server: string; tools: PostgresTools }> {
  const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
  const server = rows[0]?.server_version ?? '';
  return { server, tools: await findPostgresTools(Number.parseInt(server, 10), process.env) };
}
