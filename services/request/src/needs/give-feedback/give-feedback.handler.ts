import { Injectable } from '@nestjs/common';
import { ensureMay, type Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { Clock } from '@huying/http';
import { boardOf } from '../need-board/need-board.js';
import { needView, type NeedView } from '../need.view.js';
import { disclose } from '../private-details.js';
import { Need } from '../need.entity.js';
import { transition } from '../need-history.js';
import { close, rate } from '../need.js';

/** What the caller says. */
export interface GiveFeedback {
  readonly rating: number;
  readonly text?: string | null;
}

@Injectable()
export class GiveFeedbackHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  handle(needId: string, { rating, text: given }: GiveFeedback, by: Caller): Promise<NeedView> {
    const text = given ?? '';
    const deed = { by: by.personId, now: this.clock.now() };
    return this.db.withTransaction(async (tx) => {
      const need = await tx.lock(Need, { id: needId, communityId: by.communityId });
      ensureMay(by, 'rate', 'need', need);
      const rated = rate(need, { ...deed, rating, text });
      need.rating = rating;
      need.feedbackText = text;
      tx.emit(rated);
      if (need.state === 'completed') {
        const reason = 'feedback-given';
        await transition(tx, need, close(need, { ...deed, reason }), { by: deed.by, reason, at: deed.now });
      } else {
        await tx.save(need);
      }
      return needView(need, await boardOf(tx.manager, need.id), await disclose(tx, need, by, deed.now));
    });
  }
}
