import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@huying/database';
import { Clock, CONFIGURATION, type Configuration } from '@huying/http';
import pMap from 'p-map';
import { Watermarks } from '../journal/watermarks.js';
import { ClaimRedis, type ScriptReply } from '../pools/claim-redis.js';
import type { PoolKeys } from '../pools/pool-keys.js';
import type { EndReason } from '../rules/entries.js';
import type { Command, Limits } from '../rules/index.js';
import type { NeedConfig } from '../rules/need-config.js';
import { runCommand } from './pool-operations.js';

type Wish<Each> = Each extends unknown ? Omit<Each, 'now' | 'limits'> : never;
/** A command without the clock and the limits, which are the service's. */
export type PoolWish = Wish<Command>;

const ON_THEIR_WAY = 50;

/** Puts commands to a pool with the service's clock and limits; and what takes many commands, such as ending all claims. */
@Injectable()
export class PoolHand {
  readonly limits: Limits;

  constructor(
    private readonly database: Database,
    readonly redis: ClaimRedis,
    private readonly watermarks: Watermarks,
    readonly clock: Clock,
    @Inject(CONFIGURATION) configuration: Configuration,
  ) {
    this.limits = {
      openClaims: configuration.CLAIMS_OPEN_LIMIT,
      weekMinutes: configuration.CLAIMS_WEEK_HOURS * 60,
    };
  }

  /** Runs the script that decides it. @throws RedisUnavailableError */
  run(keys: PoolKeys, wish: PoolWish, now = this.clock.now().epochMilliseconds): Promise<ScriptReply> {
    const command = { ...wish, now, limits: this.limits } as Command;
    return runCommand(this.redis, keys, command);
  }

  /**
   * Runs them in their order, many on their way at once: a need that ends may have a thousand in line, and others that are to
   * open wait until they have gone home.
   */
  private async runAll(keys: PoolKeys, wishes: readonly PoolWish[]): Promise<void> {
    await pMap(wishes, (wish) => this.run(keys, wish), { concurrency: ON_THEIR_WAY });
  }

  /** Waits until everything that Redis has decided so far is committed. */
  async awaitEverything(keys: PoolKeys): Promise<void> {
    const sequence = await this.redis.guarded((client) => client.get(keys.sequence));
    await this.watermarks.committed(keys.pool, keys.epoch, Number(sequence ?? 0));
  }

  /**
   * Ends every claim, or those of whoever has no place, of a need that was closed with number `closedAt`. Whatever was claimed
   * before has a lower number, so once that is committed PostgreSQL knows all of them.
   */
  async endAll(
    keys: PoolKeys,
    need: string,
    closedAt: number,
    reason: EndReason,
    which: 'all' | 'waiting',
  ): Promise<void> {
    await this.watermarks.committed(keys.pool, keys.epoch, closedAt);
    const live = await this.database.read.query<{ id: string; volunteer_id: string }[]>(
      `SELECT id, volunteer_id FROM claims WHERE need_id = $1 AND state <> 'ended'
         AND NOT ($2 AND (state = 'held' OR offer_source IS NOT DISTINCT FROM 'moved'))
       ORDER BY told_sequence`,
      [need, which === 'waiting'],
    );
    await this.runAll(
      keys,
      live.map(({ id: claim, volunteer_id: volunteer }) => ({
        do: 'release',
        need,
        volunteer,
        claim,
        reason,
        late: true,
      })),
    );
  }

  /**
   * Ends every claim of children whose consent was withdrawn, and of volunteers who are erased: whoever waits moves up. No more of them
   * come, Redis knows it. What was pledged and delivered is not given back.
   */
  async endAllOf(keys: PoolKeys, claimants: readonly string[]): Promise<void> {
    await this.awaitEverything(keys);
    const live = await this.database.read.query<{ id: string; need_id: string; volunteer_id: string }[]>(
      `SELECT id, need_id, volunteer_id FROM claims WHERE pool = $1 AND volunteer_id = ANY($2) AND state <> 'ended'
         AND delivered_at IS NULL ORDER BY told_sequence`,
      [keys.pool, claimants],
    );
    const reason = 'no-longer-fit';
    await this.runAll(
      keys,
      live.map(({ id: claim, need_id: need, volunteer_id: volunteer }) => ({
        ...{ do: 'release', need, volunteer, claim, reason, late: true },
      })),
    );
  }

  /**
   * Asks every holder of a need that was moved with number `movedAt`, but those who are taken for the new time already. A team's
   * seats stay: they are nobody's time yet, and whoever is named for them answers for the new time.
   */
  async askAll(keys: PoolKeys, need: string, movedAt: number, till: number, config: NeedConfig): Promise<void> {
    await this.watermarks.committed(keys.pool, keys.epoch, movedAt);
    const holders = await this.database.read.query<{ id: string; volunteer_id: string }[]>(
      `SELECT id, volunteer_id FROM claims WHERE need_id = $1
         AND (state = 'held' OR (state = 'offered' AND offer_source = 'moved'))
         AND (NOT $6 OR volunteer_id NOT LIKE 'seat:%')
         AND (from_minute IS DISTINCT FROM $2 OR till_minute IS DISTINCT FROM $3 OR x IS DISTINCT FROM $4 OR y IS DISTINCT FROM $5)
       ORDER BY place`,
      [need, config.from, config.till, config.x, config.y, till > 0],
    );
    await this.runAll(
      keys,
      holders.map(({ id: claim, volunteer_id: volunteer }) => ({ do: 'ask', need, volunteer, claim, till })),
    );
  }

  /** Moves the line of a need until there is nothing more to move. */
  async moveLine(keys: PoolKeys, need: string): Promise<void> {
    while ((await this.run(keys, { do: 'move', need }))[0] === 1);
  }
}
