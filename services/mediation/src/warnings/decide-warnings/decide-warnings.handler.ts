import type { Message } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, type Tx } from '@huying/database';
import { Clock, step, type ReasonDto } from '@huying/http';
import type { Temporal } from 'temporal-polyfill';
import { confirm, dismiss, warningLife } from '../group-warning.js';
import { shownWarning } from '../list-warnings/list-warnings.handler.js';
import { CommunityWatchRow, GroupWarning } from '../warning.entity.js';
import type { WarningView } from '../warning.view.js';
import { Watcher } from '../watcher.js';

@Injectable()
export class DecideWarningsHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly watcher: Watcher,
  ) {}

  confirm(id: string, wish: ReasonDto, by: Caller): Promise<WarningView> {
    return this.decide(id, wish, by, confirm, (tx, one) => this.watcher.confirmed(tx, one));
  }

  dismiss(id: string, wish: ReasonDto, by: Caller): Promise<WarningView> {
    return this.decide(id, wish, by, dismiss, (tx, one, now) => this.watcher.dismissed(tx, one, now));
  }

  private decide(
    id: string,
    { reason }: ReasonDto,
    { communityId, personId: by }: Caller,
    decide: (one: GroupWarning, now: Temporal.Instant) => Message,
    tellWatch: (tx: Tx, one: GroupWarning, now: Temporal.Instant) => Promise<void>,
  ): Promise<WarningView> {
    const now = this.clock.now();
    return this.db.withTransaction(async (tx) => {
      // The watch first, as where complaints are heard: whoever decides and whoever complains do not wait for each other.
      await tx.lockIfPresent(CommunityWatchRow, { communityId });
      const one = await tx.lock(GroupWarning, { id, communityId });
      const decided = decide(one, now);
      Object.assign(one, { decidedBy: by, decisionReason: reason });
      await step(tx, warningLife, one, decided, { by, now });
      await tellWatch(tx, one, now);
      return shownWarning(tx.manager, one);
    });
  }
}
