import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { ensureVersion } from '@huying/http';
import { move } from '../move.js';
import type { NeedView } from '../need.view.js';
import { ReasonedTransition } from '../reasoned-transition.js';
import type { MoveNeedDto } from './move-need.controller.js';

@Injectable()
export class MoveNeedHandler {
  constructor(private readonly transition: ReasonedTransition) {}

  handle(needId: string, wish: MoveNeedDto, expected: number, by: Caller): Promise<NeedView> {
    const { startsAt, endsAt, location, answerBy, reason } = wish;
    const place = location && {
      locationName: location.name,
      building: location.building ?? '',
      latitude: location.latitude ?? null,
      longitude: location.longitude ?? null,
    };
    return this.transition.carryOut(needId, by, reason, (need, deed) => {
      ensureVersion(need, expected);
      return move(need, { ...deed, startsAt, endsAt, place, answerBy });
    });
  }
}
