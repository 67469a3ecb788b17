import pg from 'pg';
import { DataSource, DefaultNamingStrategy, type EntitySchema, type MixedList, type MigrationInterface } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { StoredRows } from './stored-rows.js';

/** Where a service keeps its rows. */
export interface DatabaseOptions {
  /** The server: `postgres://user:password@host:port`, without a database. */
  readonly url: string;
  /** The service's database on it. */
  readonly name: string;
  readonly entities: MixedList<new () => object> | (new () => object | EntitySchema)[];
  /** In the order of the times in their class names. */
  readonly migrations: readonly (new () => MigrationInterface)[];
  /** Connections of this process; default 10. */
  readonly poolSize?: number;
}

/** The address of one database on a server. */
export function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** `communityId` in code is `community_id` in the database. */
class SnakeCaseColumns extends DefaultNamingStrategy {
  override columnName(propertyName: string, customName: string | undefined, embeddedPrefixes: string[]): string {
    const name = customName ?? propertyName.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return [...embeddedPrefixes, name].join('_');
  }
}

/**
 * A client that never ends the process. The pool takes its listener away when it hands a connection over, and TypeORM adds its own a
 * moment later: a server that dies in between would be an error that nobody listens to. The next query says that it is gone.
 */
export class SteadyClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}

const CONNECTION_TIMEOUT_MS = 5_000;

/** A data source that is not yet connected. */
export function createDataSource({ url, name, entities, migrations, poolSize = 10 }: DatabaseOptions): DataSource {
  return new DataSource({
    type: 'postgres',
    url: databaseUrl(url, name),
    entities: entities as (new () => object)[],
    migrations: [...migrations],
    subscribers: [StoredRows],
    migrationsTransactionMode: 'each',
    namingStrategy: new SnakeCaseColumns(),
    poolSize,
    extra: {
      Client: SteadyClient,
      connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
      idle_in_transaction_session_timeout: 60_000,
    },
    applicationName: name,
    // A broken idle connection is replaced by the pool; without a listener it would end the process.
    poolErrorHandler: () => undefined,
  });
}

/** How the connections of a process to its database are used at this moment. */
export interface PoolUse {
  /** As many as there may be. */
  readonly size: number;
  readonly busy: number;
  readonly idle: number;
  /** How many wait because all are busy; who waits for five seconds is told that the database is unavailable. */
  readonly waiting: number;
}

export function poolUseOf({ driver }: DataSource): PoolUse {
  const { options, totalCount, idleCount, waitingCount } = (driver as PostgresDriver).master as pg.Pool;
  return { size: options.max, busy: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
}

const MIGRATION_LOCK = 4_858_113;

/** Creates the database if it is not there. Two starting at once is no error. Waits no longer for the server than a pool does. */
export async function ensureDatabase(serverUrl: string, name: string): Promise<void> {
  const client = new pg.Client({
    connectionString: databaseUrl(serverUrl, 'postgres'),
    connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
  });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) {
      await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`).catch((error: unknown) => {
        const { code } = error as { code?: string };
        // 42P04 duplicate_database, 23505: another process was a moment quicker.
        if (code !== '42P04' && code !== '23505') throw error;
      });
    }
  } finally {
    await client.end();
  }
}

/** Brings the schema up to date; processes that start together do it one after the other. Returns the names of what ran. */
export async function migrate(dataSource: DataSource): Promise<string[]> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.connect();
    await runner.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    try {
      const done = await dataSource.runMigrations();
      return done.map(({ name }) => name);
    } finally {
      await runner.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    }
  } finally {
    await runner.release();
  }
}
