import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { databaseUrl } from '@huying/database';
import { services } from '@huying/standalone';
import { until } from '@huying/tool-demo';
import { Redis } from 'ioredis';
import pg from 'pg';
import { DATABASE_PREFIX, type PlatformBed } from './platform-bed.js';

/** What the platform has used and holds at a moment. Sizes in bytes, processor time in seconds, by service or server. */
export interface Usage {
  readonly processor: Readonly<Record<string, number>>;
  readonly memory: Readonly<Record<string, number>>;
  readonly databases: Readonly<Record<string, number>>;
  /** Events in each service's outbox, sent or not. */
  readonly events: Readonly<Record<string, number>>;
  /** Written ahead since the beginning: what a standby receives. */
  readonly wal: number;
  readonly redis: number;
  readonly kafka: number;
}

const TICKS_PER_SECOND = 100;
const names = services.map(({ name }) => name);

/** Looks into processes and stores. */
export class UsageReader {
  private readonly redis: Redis;
  private readonly databases: ReadonlyMap<string, pg.Pool>;

  constructor(private readonly bed: PlatformBed) {
    const { POSTGRES_URL, REDIS_URL } = bed.servers.environment;
    this.redis = new Redis(REDIS_URL);
    this.databases = new Map(
      names.map((name) => {
        const connectionString = databaseUrl(POSTGRES_URL, `${DATABASE_PREFIX}${name}`);
        return [name, new pg.Pool({ connectionString, max: 1 })];
      }),
    );
  }

  /** A statement in a service's database. */
  async rows<Row extends pg.QueryResultRow>(service: string, sql: string, values: unknown[] = []): Promise<Row[]> {
    const database = this.databases.get(service);
    if (!database) throw new RangeError(`There is no service ${service}.`);
    return (await database.query<Row>(sql, values)).rows;
  }

  async count(service: string, of: string): Promise<number> {
    const [row] = await this.rows<{ count: string }>(service, `SELECT count(*) FROM ${of}`);
    return Number(row?.count ?? 0);
  }

  async read(): Promise<Usage> {
    const each = async (read: (name: string) => Promise<number>) =>
      Object.fromEntries(await Promise.all(names.map(async (name) => [name, await read(name)] as const)));
    const [wal] = await this.rows<{ bytes: string }>('claim', `SELECT pg_current_wal_lsn() - '0/0' AS bytes`);
    const memory = await this.redis.info('memory');
    return {
      ...this.ofProcesses(),
      databases: await each(async (name) => {
        const [row] = await this.rows<{ bytes: string }>(name, 'SELECT pg_database_size(current_database()) AS bytes');
        return Number(row?.bytes);
      }),
      events: await each((name) => this.count(name, 'outbox')),
      wal: Number(wal?.bytes),
      redis: Number(/^used_memory:(\d+)/m.exec(memory)?.[1]),
      kafka: sizeOfLogs(this.bed.dataDir),
    };
  }

  /** Redis loses all that it holds, as when it is replaced by an empty one. */
  async forgetRedis(): Promise<void> {
    await this.redis.flushall();
  }

  private ofProcesses(): Pick<Usage, 'processor' | 'memory'> {
    const table = processTable();
    const roots = [
      ...this.bed.processes,
      ...(['kafka', 'postgres', 'redis'] as const).map(
        (name) => [name, this.bed.servers.processId(name) ?? 0] as const,
      ),
    ];
    const families = roots.map(([name, pid]) => [name, familyOf(pid, table)] as const);
    const sum = (family: readonly ProcessRow[], of: keyof Pick<ProcessRow, 'seconds' | 'bytes'>) =>
      family.reduce((total, row) => total + row[of], 0);
    return {
      processor: Object.fromEntries(families.map(([name, family]) => [name, sum(family, 'seconds')])),
      memory: Object.fromEntries(families.map(([name, family]) => [name, sum(family, 'bytes')])),
    };
  }

  async close(): Promise<void> {
    this.redis.disconnect();
    await Promise.all([...this.databases.values()].map((database) => database.end()));
  }
}

interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  /** Processor time, that of its children that have ended included. */
  readonly seconds: number;
  /** Memory that it shares with nobody, and of shared memory its share. */
  readonly bytes: number;
}

function processTable(): ProcessRow[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => {
      try {
        const fields = readFileSync(`/proc/${entry}/stat`, 'utf8')
          .replace(/^.*\) /s, '')
          .split(' ');
        const [utime, stime, childUser, childSystem] = fields.slice(11, 15).map(Number) as [
          number,
          number,
          number,
          number,
        ];
        const shares = readFileSync(`/proc/${entry}/smaps_rollup`, 'utf8');
        return {
          pid: Number(entry),
          parent: Number(fields[1]),
          seconds: (utime + stime + childUser + childSystem) / TICKS_PER_SECOND,
          bytes: Number(/^Pss:\s+(\d+) kB/m.exec(shares)?.[1] ?? 0) * 1_024,
        };
      } catch {
        // It has just ended.
        return [];
      }
    });
}

function familyOf(root: number, table: readonly ProcessRow[]): ProcessRow[] {
  const family = table.filter(({ pid }) => pid === root);
  for (const { pid } of family) family.push(...table.filter(({ parent }) => parent === pid));
  return family;
}

/** Indexes are allotted in advance and say nothing. */
function sizeOfLogs(dataDir: string): number {
  return readdirSync(dataDir, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.includes('kafka') && path.endsWith('.log') && path.includes('huying.'))
    .reduce((total, path) => total + statSync(join(dataDir, path)).size, 0);
}

/** What was used between two moments, and how much more is held. */
export function between(before: Usage, after: Usage): Usage {
  const minus = (one: Readonly<Record<string, number>>, other: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(one).map(([name, value]) => [name, value - (other[name] ?? 0)]));
  return {
    processor: minus(after.processor, before.processor),
    // Memory is held, not used up.
    memory: after.memory,
    databases: minus(after.databases, before.databases),
    events: minus(after.events, before.events),
    wal: after.wal - before.wal,
    redis: after.redis - before.redis,
    kafka: after.kafka - before.kafka,
  };
}

/** Waits until a need that was published can be claimed. */
export const claimable = (reader: UsageReader, needId: string): Promise<true> =>
  until(
    'the need can be claimed',
    async () => (await reader.count('claim', `pool_needs WHERE id = '${needId}'`)) === 1,
  );

/** Processor time by process in a second in which nothing happens, seen over so many seconds. */
export async function idleUse(
  reader: UsageReader,
  seconds: number,
  say: (line: string) => void,
): Promise<Usage['processor']> {
  say(`nothing, for ${seconds} s`);
  const before = await reader.read();
  const began = performance.now();
  await pause(seconds * 1_000);
  const { processor } = between(before, await reader.read());
  const elapsed = (performance.now() - began) / 1_000;
  return Object.fromEntries(Object.entries(processor).map(([name, used]) => [name, used / elapsed]));
}
