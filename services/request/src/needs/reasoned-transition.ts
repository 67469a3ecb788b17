import type { Message } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { Clock } from '@huying/http';
import type { ReasonedDeed } from './deed.js';
import { boardOf } from './need-board/need-board.js';
import { Need } from './need.entity.js';
import { transition } from './need-history.js';
import { needView, type NeedView } from './need.view.js';
import { disclose } from './private-details.js';

/** What cancelling, completing and closing have in common: lock, decide, store with who and why, answer. */
@Injectable()
export class ReasonedTransition {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** @throws RowNotFoundError for a need of another community, and what `decide` refuses */
  carryOut(
    needId: string,
    by: Caller,
    reason: string,
    decide: (need: Need, deed: ReasonedDeed) => Message,
  ): Promise<NeedView> {
    const now = this.clock.now();
    return this.db.withTransaction(async (tx) => {
      const need = await tx.lock(Need, { id: needId, communityId: by.communityId });
      const event = decide(need, { by: by.personId, now, reason });
      await transition(tx, need, event, { by: by.personId, reason, at: now });
      return needView(need, await boardOf(tx.manager, need.id), await disclose(tx, need, by, now));
    });
  }
}
