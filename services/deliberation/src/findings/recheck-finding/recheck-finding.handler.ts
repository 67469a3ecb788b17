import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { CommunityTime, step } from '@huying/http';
import { closeFinding, dueDay, findingLife, reopenFinding } from '../finding.js';
import { findingView, type FindingView } from '../finding.view.js';
import { findingProblems } from '../findings.problems.js';
import { note } from '../note.js';
import { lockWatched, sitsInTeam } from '../watched.js';
import type { RecheckFindingDto } from './recheck-finding.controller.js';

@Injectable()
export class RecheckFindingHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  handle(id: string, { passed, dueOn: wished, ...said }: RecheckFindingDto, by: Caller): Promise<FindingView> {
    const deed = { by: by.personId, now: this.time.now() };
    const today = this.time.today();
    if (passed && wished !== undefined) throw findingProblems.dueOnlyWithReopening();
    return this.db.withTransaction(async (tx) => {
      const { work, finding } = await lockWatched(tx, id, by);
      const inTeam = await sitsInTeam(tx, work.id, by.personId, today);
      if (passed) {
        await step(tx, findingLife, finding, closeFinding(finding, { ...deed, inTeam }), deed);
        await note(tx, finding, { ...deed, ...said, kind: 'closed' });
        return findingView(finding, today);
      }
      const dueOn = dueDay(finding.severity, wished, today);
      const reopened = reopenFinding(finding, { ...deed, work, inTeam, dueOn });
      Object.assign(finding, { dueOn, reopenedBy: deed.by, reopenedTimes: reopened.times });
      await step(tx, findingLife, finding, reopened, deed);
      await note(tx, finding, { ...deed, ...said, kind: 'reopened' });
      return findingView(finding, today);
    });
  }
}
