import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { Clock, ensureVersion, tell } from '@huying/http';
import { SubjectRegister } from '../../warnings/subject-register.js';
import { enterAsMediator } from '../access.js';
import { caseLife, described, ensureDescribable } from '../case.js';
import { caseView, type CaseView } from '../case.view.js';
import type { DescriptionDto } from './describe-case.controller.js';

@Injectable()
export class DescribeCaseHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly subjects: SubjectRegister,
  ) {}

  handle(id: string, { about, ...wish }: DescriptionDto, version: number, by: Caller): Promise<CaseView> {
    const deed = { by: by.personId, now: this.clock.now() };
    return this.db.withTransaction(async (tx) => {
      const { case: one } = await enterAsMediator(tx, id, by);
      ensureVersion(one, version);
      ensureDescribable(one, wish);
      const { kind = one.kind, asked = one.asked, urgency = one.urgency, group = one.group } = wish;
      const subjectId = about ? await this.subjects.idOf(tx, one.communityId, about) : one.subjectId;
      Object.assign(one, { kind, asked, urgency, group, subjectId });
      await tell(tx, caseLife, one, described(one, deed.now), deed);
      return caseView(one);
    });
  }
}
