import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { toInstant } from '@huying/contracts';
import { Database } from '@huying/database';
import { Clock, tell } from '@huying/http';
import type { AnswerDto } from '../answer-consent/answer-consent.controller.js';
import { enterAsMediator, enterCase } from '../access.js';
import { caseLife, ensureExtendable, extend, pause, resume } from '../case.js';
import { caseView, type CaseView } from '../case.view.js';
import { answering } from '../on-paper.js';
import { ensureSpeaks, sidesOf } from '../parties.js';
import type { ExtensionDto, PauseDto } from './keep-clock.controller.js';

@Injectable()
export class KeepClockHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  pause(id: string, { reason }: PauseDto, by: Caller): Promise<CaseView> {
    const now = this.clock.now();
    return this.db.withTransaction(async (tx) => {
      const { case: one } = await enterAsMediator(tx, id, by);
      const paused = pause(one, { reason, now });
      Object.assign(one, { pausedAt: now, pauseReason: reason, extendTo: null, extendedBy: [] });
      await tell(tx, caseLife, one, paused, { by: by.personId, now, reason });
      return caseView(one);
    });
  }

  resume(id: string, by: Caller): Promise<CaseView> {
    const now = this.clock.now();
    return this.db.withTransaction(async (tx) => {
      const { case: one } = await enterAsMediator(tx, id, by);
      const resumed = resume(one, now);
      Object.assign(one, { pausedAt: null, pauseReason: null, dueAt: toInstant(resumed.dueAt) });
      await tell(tx, caseLife, one, resumed, { by: by.personId, now });
      return caseView(one);
    });
  }

  propose(id: string, { until }: ExtensionDto, by: Caller): Promise<CaseView> {
    return this.db.withTransaction(async (tx) => {
      const { case: one } = await enterAsMediator(tx, id, by);
      ensureExtendable(one, until);
      await tx.save(Object.assign(one, { extendTo: until, extendedBy: [] }));
      return caseView(one);
    });
  }

  agree(id: string, wish: AnswerDto, by: Caller): Promise<CaseView> {
    const now = this.clock.now();
    return this.db.withTransaction(async (tx) => {
      const access = await enterCase(tx, id, by);
      const { case: one, parties } = access;
      const { party } = answering(access, wish);
      ensureSpeaks(one, party, parties);
      const agreed = [...new Set([...one.extendedBy, party.side])];
      const extended = extend(one, { sides: sidesOf(parties), agreed, now });
      if (extended) {
        Object.assign(one, { dueAt: toInstant(extended.dueAt), extendTo: null, extendedBy: [] });
        await tell(tx, caseLife, one, extended, { by: by.personId, now });
      } else {
        await tx.save(Object.assign(one, { extendedBy: agreed }));
      }
      return caseView(one);
    });
  }
}
