import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { Clock } from '@huying/http';
import { boardOf } from '../need-board/need-board.js';
import { needView, type NeedView } from '../need.view.js';
import { disclose } from '../private-details.js';
import { Need } from '../need.entity.js';
import { transition } from '../need-history.js';
import { publish } from '../publication.js';
import type { PublishNeedDto } from './publish-need.dto.js';

@Injectable()
export class PublishNeedHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  handle(needId: string, { groupIds, waitingList, ...wish }: PublishNeedDto, by: Caller): Promise<NeedView> {
    const deed = { by: by.personId, now: this.clock.now() };
    return this.db.withTransaction(async (tx) => {
      const need = await tx.lock(Need, { id: needId, communityId: by.communityId });
      const published = publish(need, {
        ...deed,
        ...wish,
        groupIds: groupIds ?? [],
        waitingList: waitingList ?? true,
      });
      await transition(tx, need, published, { by: by.personId, reason: '', at: deed.now });
      return needView(need, await boardOf(tx.manager, need.id), await disclose(tx, need, by, deed.now));
    });
  }
}
