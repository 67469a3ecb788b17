import { readFileSync } from 'node:fs';
import { readClaimRecord } from '@huying/claim';
import { PoolKeys, services } from '@huying/standalone';
import { Redis } from 'ioredis';
import pg from 'pg';

const readPool = readFileSync(new URL('../lua/read-pool.lua', import.meta.url), 'utf8');

/** What Redis holds of a need. */
export interface RedisView {
  readonly sequence: number;
  readonly held: number;
  readonly claims: readonly { volunteerId: string; claimId: string; state: string; place: number }[];
  readonly line: readonly string[];
}

export interface ClaimRow {
  readonly id: string;
  readonly volunteer_id: string;
  readonly state: 'held' | 'waiting' | 'ended';
  readonly place: number | null;
}

/** One for each service, with its name. */
export const databases: readonly string[] = services.map(({ name }) => name);

/** The stores behind the services, looked into past all of their code. */
export class Stores {
  private readonly redis: Redis;
  private readonly clients: ReadonlyMap<string, pg.Pool>;

  constructor(
    environment: { readonly REDIS_URL: string; readonly POSTGRES_URL: string },
    private readonly community: string,
  ) {
    this.redis = new Redis(environment.REDIS_URL, { lazyConnect: true }).on('error', () => undefined);
    const open = (name: string) => {
      const pool = new pg.Pool({ connectionString: `${environment.POSTGRES_URL}/huying_${name}`, max: 2 });
      // An idle connection that breaks is replaced; without a listener it would end the demo.
      return pool.on('error', () => undefined);
    };
    this.clients = new Map(databases.map((name) => [name, open(name)]));
  }

  async rows<Row extends pg.QueryResultRow>(
    database: string,
    sql: string,
    parameters: readonly unknown[] = [],
  ): Promise<Row[]> {
    const client = this.clients.get(database);
    if (!client) throw new RangeError(`There is no service ${database}.`);
    const { rows } = await client.query<Row>(sql, [...parameters]);
    return rows;
  }

  async count(database: string, sql: string, parameters: readonly unknown[] = []): Promise<number> {
    const [row] = await this.rows<{ count: string }>(database, `SELECT count(*) FROM ${sql}`, parameters);
    return Number(row?.count ?? 0);
  }

  async pool(): Promise<{ epoch: number; sequence: number }> {
    const [row] = await this.rows<{ epoch: number; sequence: string }>(
      'claim',
      'SELECT epoch, sequence FROM pools WHERE pool = $1',
      [this.community],
    );
    return { epoch: row?.epoch ?? 0, sequence: Number(row?.sequence ?? 0) };
  }

  async redisView(needId: string): Promise<RedisView> {
    const { epoch } = await this.pool();
    const keys = this.keysOf(epoch);
    const reply = await this.redis.eval(
      readPool,
      4,
      keys.sequence,
      keys.need(needId),
      keys.claims(needId),
      keys.line(needId),
    );
    const { claims, line, ...rest } = JSON.parse(String(reply)) as Omit<RedisView, 'claims'> & { claims: string[] };
    // cjson writes an empty list as an object.
    const records = Array.isArray(claims) ? claims : [];
    return {
      ...rest,
      line: Array.isArray(line) ? line : [],
      claims: records.flatMap((volunteerId, index) => {
        if (index % 2 === 1) return [];
        const { claim: claimId, state, place } = readClaimRecord(records[index + 1] ?? '');
        return [{ volunteerId, claimId, state, place }];
      }),
    };
  }

  /** Takes the claim of a volunteer out of Redis, past all code that would write it to the log. */
  async forgetInRedis(needId: string, volunteerId: string): Promise<void> {
    const { epoch } = await this.pool();
    await this.redis.hdel(this.keysOf(epoch).claims(needId), volunteerId);
  }

  private keysOf(epoch: number): PoolKeys {
    return new PoolKeys('huying:', this.community, epoch);
  }

  async close(): Promise<void> {
    this.redis.disconnect();
    await Promise.all([...this.clients.values()].map((client) => client.end()));
  }
}
