import type { Message } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import { isStaff, type Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { CommunityTime, step, type Deed } from '@huying/http';
import { answerFinding, findingLife, rectifyFinding, type ForContractor } from '../finding.js';
import type { Finding, NoteKind } from '../finding.entity.js';
import { findingView, type FindingView } from '../finding.view.js';
import { note } from '../note.js';
import type { NoteDto } from '../note.dto.js';
import { lockWatched } from '../watched.js';

interface Reply {
  readonly kind: NoteKind;
  readonly decide: (finding: Finding, deed: Deed & ForContractor) => Message;
  readonly change: (deed: Deed) => Partial<Finding>;
}

@Injectable()
export class RectifyFindingHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  answer(id: string, said: NoteDto, by: Caller): Promise<FindingView> {
    return this.reply(id, said, by, { kind: 'answered', decide: answerFinding, change: () => ({}) });
  }

  rectify(id: string, said: NoteDto, by: Caller): Promise<FindingView> {
    const change = ({ by: rectifiedBy, now: rectifiedAt }: Deed) => ({ rectifiedBy, rectifiedAt });
    return this.reply(id, said, by, { kind: 'rectified', decide: rectifyFinding, change });
  }

  private reply(id: string, said: NoteDto, by: Caller, { kind, decide, change }: Reply): Promise<FindingView> {
    const deed = { by: by.personId, now: this.time.now() };
    return this.db.withTransaction(async (tx) => {
      const { work, finding } = await lockWatched(tx, id, by);
      const forContractor = work.contractorAccount === by.personId || isStaff(by);
      const event = decide(finding, { ...deed, forContractor });
      Object.assign(finding, change(deed));
      await step(tx, findingLife, finding, event, deed);
      await note(tx, finding, { ...deed, ...said, kind });
      return findingView(finding, this.time.today());
    });
  }
}
