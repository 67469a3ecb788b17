import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import type { Temporal } from 'temporal-polyfill';
import type { NeedView } from '../need.view.js';
import { reopen } from '../need.js';
import { ReasonedTransition } from '../reasoned-transition.js';

/** The wish to take up a need again. */
export interface ReopenNeed {
  readonly reason: string;
  readonly startsAt: Temporal.Instant;
  readonly endsAt: Temporal.Instant;
}

@Injectable()
export class ReopenNeedHandler {
  constructor(private readonly transition: ReasonedTransition) {}

  handle(needId: string, { reason, startsAt, endsAt }: ReopenNeed, by: Caller): Promise<NeedView> {
    return this.transition.carryOut(needId, by, reason, (need, deed) => reopen(need, { ...deed, startsAt, endsAt }));
  }
}
