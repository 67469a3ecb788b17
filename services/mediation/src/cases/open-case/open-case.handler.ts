import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { Clock } from '@huying/http';
import type { CaseSource } from '../../kinds/kinds.js';
import { SubjectRegister } from '../../warnings/subject-register.js';
import { caseView, type CaseView } from '../case.view.js';
import { caseProblems } from '../cases.problems.js';
import { ensureSides, enterNewCase, partyOf } from '../new-case.js';
import type { OpenCaseDto } from './open-case.controller.js';

/** Who may say where a case comes from; the first is what is meant when nothing is said. */
const sourcesOf = ({ roles }: Caller): readonly CaseSource[] => {
  if (roles.includes('staff')) return ['staff', 'grid-worker', 'police', 'court', 'party'];
  if (roles.includes('supervisor')) return ['grid-worker', 'party'];
  return ['party'];
};

@Injectable()
export class OpenCaseHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly subjects: SubjectRegister,
  ) {}

  handle(wish: OpenCaseDto, by: Caller): Promise<CaseView> {
    const { communityId, personId } = by;
    const sources = sourcesOf(by);
    const source = wish.source ?? sources[0] ?? 'party';
    if (!sources.includes(source)) throw caseProblems.sourceNotYours({ source });
    // A party opens its own case: the first named is itself.
    const own = !by.roles.includes('staff') && source === 'party';
    return this.db.withTransaction(async (tx) => {
      const parties = wish.parties.map((party, index) =>
        partyOf(tx, communityId, own && index === 0 ? { ...party, accountId: personId } : party),
      );
      ensureSides(parties);
      const subjectId = wish.about ? await this.subjects.idOf(tx, communityId, wish.about) : null;
      const { kind, asked, urgency = 1, risk = 'none', group = false } = wish;
      const deed = { by: personId, now: this.clock.now() };
      const known = { communityId, kind, source, originId: null, urgency, risk, group, asked, subjectId };
      return caseView(await enterNewCase(tx, { ...known, openedBy: personId }, parties, deed));
    });
  }
}
