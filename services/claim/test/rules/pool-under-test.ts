import { randomBytes } from 'node:crypto';
import { createDataSource, Database, databaseUrl, ensureDatabase } from '@huying/database';
import { eventsMigrations, TransactionalOutbox } from '@huying/events';
import { createMetrics } from '@huying/observability';
import { TestClock } from '@huying/testing';
import pg from 'pg';
import { Temporal } from 'temporal-polyfill';
import { ClaimMetrics } from '../../src/claim-metrics.js';
import { commitBatch } from '../../src/journal/commit-batch.js';
import type { Journaler } from '../../src/journal/journaler.js';
import { readLogEntry, type LogEntry, type StreamEntry } from '../../src/journal/log-entry.js';
import { Watermarks } from '../../src/journal/watermarks.js';
import { claimService } from '../../src/index.js';
import { runCommand } from '../../src/places/pool-operations.js';
import { ClaimRedis, type ScriptReply } from '../../src/pools/claim-redis.js';
import { PoolKeys } from '../../src/pools/pool-keys.js';
import { rebuildPool } from '../../src/pools/rebuild-pool.js';
import type { Command } from '../../src/rules/index.js';
import { START } from './steps.js';

/** The scripts on the real Redis, the journal on the real PostgreSQL, and nothing else: no clock, no process. */
export class RealPools {
  private readonly prefix = `t${randomBytes(4).toString('hex')}:`;
  private count = 0;

  private constructor(
    readonly redis: ClaimRedis,
    readonly database: Database,
    private readonly name: string,
  ) {}

  static async start(): Promise<RealPools> {
    const url = process.env.POSTGRES_URL ?? '';
    const name = `t${randomBytes(4).toString('hex')}_claim`;
    await ensureDatabase(url, name);
    const outbox = new TransactionalOutbox({ service: claimService.name });
    const migrations = [...eventsMigrations, ...claimService.migrations];
    const source = createDataSource({ url, name, entities: [...claimService.entities], migrations });
    await source.initialize();
    await source.runMigrations();
    return new RealPools(new ClaimRedis(process.env.REDIS_URL ?? ''), new Database(source, outbox), name);
  }

  async stop(): Promise<void> {
    await this.redis.client.eval(
      `for _, key in ipairs(redis.call('KEYS', ARGV[1])) do redis.call('UNLINK', key) end`,
      0,
      `${this.prefix}*`,
    );
    await this.redis.onApplicationShutdown();
    await this.database.dataSource.destroy();
    const client = new pg.Client({ connectionString: databaseUrl(process.env.POSTGRES_URL ?? '', 'postgres') });
    await client.connect();
    await client.query(`DROP DATABASE ${pg.escapeIdentifier(this.name)} WITH (FORCE)`);
    await client.end();
  }

  /** Decides by other scripts from now on. */
  use(files: ReadonlyMap<string, string>): void {
    this.redis.useScripts(files);
  }

  /** A pool that nobody has used, empty and loaded. */
  async fresh(): Promise<RealPool> {
    const pool = `pool-${(this.count += 1)}`;
    const keys = new PoolKeys(this.prefix, pool, 1);
    await this.redis.client.set(keys.sequence, 0);
    return new RealPool(this.redis, this.database, this.prefix, keys, this.count.toString(16).padStart(4, '0'));
  }
}

/** One pool of the test's own. */
export class RealPool {
  private journaled = 0;

  constructor(
    readonly redis: ClaimRedis,
    private readonly database: Database,
    private readonly prefix: string,
    private readonly keys: PoolKeys,
    /** Four hexadecimal digits of its own. */
    readonly mark: string,
  ) {}

  run(command: Command): Promise<ScriptReply> {
    return runCommand(this.redis, this.keys, command);
  }

  /** Begins a newer epoch in the log alone. */
  async fence(): Promise<void> {
    await this.redis.client.xadd(this.keys.log, '2-0', 'kind', 'rebuilt', 'at', '0', 'data', '{}');
  }

  async log(): Promise<LogEntry[]> {
    const entries = (await this.redis.client.xrange(this.keys.log, '-', '+')) as StreamEntry[];
    return entries.map(readLogEntry);
  }

  /** Journals what was decided since, in batches of that size. */
  async journal(batch: number): Promise<void> {
    await this.database.withTransaction((tx) =>
      tx.query(`INSERT INTO pools (pool, epoch) VALUES ($1, 1) ON CONFLICT DO NOTHING`, [this.keys.pool]),
    );
    const entries = (await this.log()).slice(this.journaled);
    for (let i = 0; i < entries.length; i += batch) {
      const portion = entries.slice(i, i + batch);
      const from = this.journaled;
      await this.database.withTransaction((tx) => commitBatch(tx, this.keys.pool, 1, from, portion));
      this.journaled += portion.length;
    }
  }

  /** Everything of the pool that a rebuild brings back: all but its log, and which entries were the last about needs. */
  async lasting(epoch = 1): Promise<Map<string, unknown>> {
    return new Map([...(await this.state(epoch))].filter(([key]) => !key.endsWith(':last')));
  }

  /** Everything that Redis holds of the pool, but its log. */
  async state(epoch = 1): Promise<Map<string, unknown>> {
    const keys = new PoolKeys(this.prefix, this.keys.pool, epoch);
    const state = new Map<string, unknown>();
    const { client } = this.redis;
    for (const key of await client.keys(`${keys.root.replaceAll('{', '\\{')}*`)) {
      const type = await client.type(key);
      const value =
        type === 'hash'
          ? Object.fromEntries(
              Object.entries(await client.hgetallBuffer(key)).map(([field, bytes]) => [
                field,
                bytes.toString('latin1'),
              ]),
            )
          : type === 'zset'
            ? await client.zrange(key, '0', '-1', 'WITHSCORES')
            : await client.get(key);
      state.set(key.slice(keys.root.length), value);
    }
    return state;
  }

  /** Folds the pool from PostgreSQL under epoch 2, at the time of the stories. @returns what Redis then holds */
  async rebuilt(): Promise<Map<string, unknown>> {
    const clock = new TestClock();
    clock.set(Temporal.Instant.fromEpochMilliseconds(START));
    await rebuildPool({ database: this.database, redis: this.redis, prefix: this.prefix, clock }, this.keys.pool);
    return this.lasting(2);
  }

  /** @param parameters besides the pool, which is $1 */
  query<Row>(sql: string, ...parameters: unknown[]): Promise<Row[]> {
    return this.database.read.query<Row[]>(sql, [this.keys.pool, ...parameters]);
  }

  /**
   * A journaler of this pool.
   * @param Kind the class, or one with a check taken out @param watermark up to where it has committed
   * @param runId of which Redis the pool is said to be @param redis by which connection it reads
   */
  journaler(Kind: typeof Journaler, { watermark = 0, runId = '', redis = this.redis } = {}) {
    const watermarks = new Watermarks(this.database);
    const parts = { database: this.database, redis, watermarks, metrics: new ClaimMetrics(createMetrics('claim')) };
    const { pool, epoch } = this.keys;
    const journaler = new Kind(parts, new PoolKeys(this.prefix, pool, epoch, runId), watermark);
    return { journaler, watermarks };
  }

  /** The log and the other keys, for a test that breaks them. */
  get broken() {
    return { client: this.redis.client, keys: this.keys };
  }

  async drop(): Promise<void> {
    const keys = await this.redis.client.keys(`${PoolKeys.allOf(this.prefix, this.keys.pool).replaceAll('{', '\\{')}`);
    if (keys.length > 0) await this.redis.client.unlink(...keys);
  }
}
