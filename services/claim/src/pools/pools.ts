import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@huying/database';
import { CONFIGURATION, type Configuration } from '@huying/http';
import { PoolKeys } from './pool-keys.js';

interface PoolRow {
  epoch: number;
  gate: 'open' | 'shut';
  redis_run_id: string;
}

/** Which epoch each pool is in, as this process knows it; asked of PostgreSQL when a script says that it is over. */
@Injectable()
export class Pools {
  private readonly known = new Map<string, PoolKeys>();

  constructor(
    private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  get prefix(): string {
    return this.configuration.REDIS_PREFIX;
  }

  /** The keys of a pool in its epoch; undefined while its gate is shut, or if there is no such pool. */
  async keysOf(pool: string): Promise<PoolKeys | undefined> {
    return this.known.get(pool) ?? this.refresh(pool);
  }

  /** The keys of a pool if this process knows them already. */
  atHand(pool: string): PoolKeys | undefined {
    return this.known.get(pool);
  }

  /** What is known of the pool is not true any more. */
  forget(pool: string): void {
    this.known.delete(pool);
  }

  /** Asks PostgreSQL again. */
  async refresh(pool: string): Promise<PoolKeys | undefined> {
    const [row] = await this.database.read.query<PoolRow[]>(
      `SELECT epoch, gate, redis_run_id FROM pools WHERE pool = $1`,
      [pool],
    );
    if (row?.gate !== 'open') {
      this.known.delete(pool);
      return undefined;
    }
    const keys = new PoolKeys(this.prefix, pool, row.epoch, row.redis_run_id);
    this.known.set(pool, keys);
    return keys;
  }

  /** Whether there is such a pool at all: a community without a published need or a volunteer has none. */
  async exists(pool: string): Promise<boolean> {
    const rows = await this.database.read.query<unknown[]>(`SELECT 1 FROM pools WHERE pool = $1`, [pool]);
    return rows.length > 0;
  }
}
