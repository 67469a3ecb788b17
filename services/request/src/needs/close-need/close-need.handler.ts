import { Injectable } from '@nestjs/common';
import type { ReasonDto } from '@huying/http';
import type { Caller } from '@huying/auth';
import type { NeedView } from '../need.view.js';
import { close } from '../need.js';
import { ReasonedTransition } from '../reasoned-transition.js';

@Injectable()
export class CloseNeedHandler {
  constructor(private readonly transition: ReasonedTransition) {}

  handle(needId: string, { reason }: ReasonDto, by: Caller): Promise<NeedView> {
    return this.transition.carryOut(needId, by, reason, close);
  }
}
