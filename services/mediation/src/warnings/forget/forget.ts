import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '@huying/database';
import { Clock, EachOne } from '@huying/http';
import { MediationSettings } from '../../mediation-settings.js';
import { isForgotten } from '../decide-usual.js';
import { CommunityWatchRow, GroupWatchRow } from '../warning.entity.js';

/** How long a call that is about no dispute is remembered: it may be classified anew. */
const CALL_DAYS = 30;

/** Every day: what the early warning need not remember any more is removed. */
@Injectable()
export class Forget implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly each: EachOne,
    private readonly settings: MediationSettings,
  ) {}

  onModuleInit(): void {
    this.each.add('forget-complaints', 86_400, {
      find: () => this.db.read.query<{ id: string }[]>('SELECT community_id AS id FROM community_watches ORDER BY 1'),
      carryOut: (communityId) => this.forget(communityId),
    });
  }

  private forget(communityId: string): Promise<void> {
    const now = this.clock.now();
    return this.db.withTransaction(async (tx) => {
      // Whoever complains meanwhile waits: otherwise a group could be removed that has just been heard of.
      await tx.lock(CommunityWatchRow, { communityId });
      for (const { key, watch } of await tx.manager.findBy(GroupWatchRow, { communityId })) {
        if (!isForgotten(watch, now.epochMilliseconds, this.settings.warnings)) continue;
        await tx.manager.delete(GroupWatchRow, { communityId, key });
      }
      const before = now.subtract({ hours: CALL_DAYS * 24 }).toString();
      await tx.query('DELETE FROM heard_calls WHERE community_id = $1 AND received_at < $2', [communityId, before]);
    });
  }
}
