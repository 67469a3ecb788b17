import { join } from 'node:path';
import { findOnPath, installCommand, isExecutable, run } from './commands.js';
import { InfrastructureError } from './errors.js';
import { packagedPostgres } from './postgres-installation.js';
import type { Environment } from './servers.types.js';

/** PostgreSQL's programs for backups. */
export interface PostgresTools {
  readonly dump: string;
  readonly restore: string;
  readonly version: string;
}

/**
 * `pg_dump` and `pg_restore` that understand a server of this major version: those on the PATH, else those that a Linux package has put beside
 * its server.
 * @throws InfrastructureError `postgres-missing` with what to install
 */
export async function findPostgresTools(serverMajor: number, environment: Environment): Promise<PostgresTools> {
  const seen: string[] = [];
  for (const dump of candidates(environment)) {
    const restore = dump.replace(/pg_dump$/, 'pg_restore');
    if (!isExecutable(dump) || !isExecutable(restore)) continue;
    const { output } = await run(dump, ['--version'], { env: environment });
    const [version = ''] = /\d+(\.\d+)?/.exec(output) ?? [];
    // A newer one reads an older server, never the other way round.
    if (Number.parseInt(version, 10) >= serverMajor) return { dump, restore, version };
    seen.push(`${version} (${dump})`);
  }
  const there = seen.length > 0 ? `there is only ${seen.join(', ')}` : 'there is none';
  const name = `postgresql-client-${serverMajor}`;
  const command = installCommand({ apt: name, dnf: 'postgresql', brew: `postgresql@${serverMajor}` }, environment);
  const message = `The server is PostgreSQL ${serverMajor}, and pg_dump must be of that version or newer; ${there}: run \`${command}\` (of apt.postgresql.org where your system has none so new).`;
  throw new InfrastructureError('postgres-missing', message, 'postgres');
}

function candidates(environment: Environment): string[] {
  const onPath = findOnPath('pg_dump', environment);
  return [...(onPath ? [onPath] : []), ...packagedPostgres().map((bin) => join(bin, 'pg_dump'))];
}
