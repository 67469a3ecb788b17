import { isDatabaseUnavailable, DatabaseUnavailableError } from '@huying/database';
import pg from 'pg';

/** The advisory lock of whoever journals the pool that is parameter $1. */
export const POOL_LOCK = lockOf('$1');

function lockOf(pool: string): string {
  return `hashtextextended('claim-pool:' || ${pool}, 0)`;
}

/** One connection, and all locks that were got on it: they are lost together. */
interface Session {
  /** One statement after the other. */
  readonly query: <Row extends pg.QueryResultRow>(sql: string, values: unknown[]) => Promise<Row[]>;
  readonly lost: AbortSignal;
  readonly end: () => Promise<void>;
}

interface Wish {
  readonly resolve: (session: Session | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The locks of the pools that this process journals, all on one connection: a district has a hundred pools, and PostgreSQL a hundred
 * connections for everybody together. Who wants one at the same time asks with the same statement.
 */
export class PoolLocks {
  private session: Promise<Session> | undefined;
  private wishes = new Map<string, Wish>();
  private asking = false;

  constructor(private readonly url: string) {}

  /**
   * Works while this process holds the pool's lock, unless another has it.
   * @param work hears by its signal that the lock was lost, and ends then
   * @throws DatabaseUnavailableError, and what `work` throws
   */
  async whileHeld(pool: string, work: (lost: AbortSignal) => Promise<void>): Promise<void> {
    const session = await this.lock(pool);
    if (!session) return;
    try {
      await work(session.lost);
    } finally {
      // If it fails the connection is gone, and the lock with it.
      await session.query(`SELECT pg_advisory_unlock(${POOL_LOCK})`, [pool]).catch(() => undefined);
    }
  }

  async close(): Promise<void> {
    const session = await this.session?.catch(() => undefined);
    await session?.end();
  }

  private lock(pool: string): Promise<Session | undefined> {
    const asked = new Promise<Session | undefined>((resolve, reject) => this.wishes.set(pool, { resolve, reject }));
    if (!this.asking) void this.ask();
    return asked;
  }

  private async ask(): Promise<void> {
    this.asking = true;
    while (this.wishes.size > 0) {
      const wishes = this.wishes;
      this.wishes = new Map();
      try {
        this.session ??= this.connect();
        const session = await this.session;
        const rows = await session.query<{ pool: string }>(
          `SELECT pool FROM unnest($1::text[]) AS pool WHERE pg_try_advisory_lock(${lockOf('pool')})`,
          [[...wishes.keys()]],
        );
        const got = new Set(rows.map(({ pool }) => pool));
        for (const [pool, { resolve }] of wishes) resolve(got.has(pool) ? session : undefined);
      } catch (cause) {
        const error = isDatabaseUnavailable(cause) ? new DatabaseUnavailableError(cause) : cause;
        for (const { reject } of wishes.values()) reject(error);
      }
    }
    this.asking = false;
  }

  private async connect(): Promise<Session> {
    const client = new pg.Client({
      ...{ connectionString: this.url, keepAlive: true, connectionTimeoutMillis: 2_000, query_timeout: 5_000 },
    });
    const lost = new AbortController();
    const end = () => client.end().catch(() => undefined);
    const lose = () => {
      if (lost.signal.aborted) return;
      this.session = undefined;
      lost.abort();
      void end();
    };
    client.on('error', lose).on('end', lose);
    await client.connect().catch((error: unknown) => {
      lose();
      throw error;
    });
    let turn: Promise<unknown> = Promise.resolve();
    return {
      query: async <Row extends pg.QueryResultRow>(sql: string, values: unknown[]) => {
        const asked = turn.then(() => client.query<Row>(sql, values));
        // These statements fail only with their connection.
        turn = asked.catch(lose);
        return (await asked).rows;
      },
      lost: lost.signal,
      end,
    };
  }
}
