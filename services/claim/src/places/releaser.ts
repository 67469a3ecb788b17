import { Injectable } from '@nestjs/common';
import { Database } from '@huying/database';
import { Clock } from '@huying/http';
import type { ClaimEndReason } from '../claim.entity.js';
import { Watermarks } from '../journal/watermarks.js';
import { ClaimRedis, type ScriptReply } from '../pools/claim-redis.js';
import type { PoolKeys } from '../pools/pool-keys.js';
import { OPEN_CLAIMS_LIMIT } from './claim-options.js';

/** A claim that is to end. */
export interface Ending {
  readonly needId: string;
  readonly volunteerId: string;
  readonly claimId: string;
  readonly reason: ClaimEndReason;
}

/** Ends claims: one by one for their holders, all of them when a need is called off. */
@Injectable()
export class Releaser {
  constructor(
    private readonly database: Database,
    private readonly redis: ClaimRedis,
    private readonly watermarks: Watermarks,
    private readonly clock: Clock,
  ) {}

  /** Runs the script; whoever is first in line and fit moves up in it. */
  release(keys: PoolKeys, { needId, volunteerId, claimId, reason }: Ending): Promise<ScriptReply> {
    return this.redis.run('release-place', keys.ofDecision(needId), [
      needId,
      volunteerId,
      claimId,
      reason,
      this.clock.now().epochMilliseconds,
      keys.epoch,
      OPEN_CLAIMS_LIMIT,
    ]);
  }

  /**
   * Ends every claim of a need that was closed with number `closedAt`. Whatever was claimed before has a lower number, so
   * once that is committed PostgreSQL knows all of them.
   */
  async endAll(keys: PoolKeys, needId: string, closedAt: number): Promise<void> {
    await this.watermarks.committed(keys.pool, keys.epoch, closedAt);
    const live = await this.database.read.query<{ id: string; volunteer_id: string }[]>(
      `SELECT id, volunteer_id FROM claims WHERE need_id = $1 AND state <> 'ended' ORDER BY told_sequence`,
      [needId],
    );
    for (const { id, volunteer_id } of live) {
      await this.release(keys, { needId, volunteerId: volunteer_id, claimId: id, reason: 'need-ended' });
    }
  }
}
