import { NeedReopenedSchema, toInstant, type NeedReopened } from '@huying/contracts';
import { Consumer, On, type Delivery } from '@huying/events';
import { keepPast } from '../../needs/known-needs.js';

/** A need gets a new time: who held a place before attends, or attended, at the old one. */
@Consumer()
export class OnNeedReopened {
  @On(NeedReopenedSchema)
  reopened({ event, tx }: Delivery<NeedReopened>): Promise<void> {
    return keepPast(tx, event.needId, toInstant(event.reopenedAt));
  }
}
