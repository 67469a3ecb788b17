import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, type Tx } from '@huying/database';
import { CommunityTime, step, type Deed } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { enterAsMediator, recordReading, type Access } from '../../cases/access.js';
import { caseLife } from '../../cases/case.js';
import { inviteBest } from '../../invitations/invite-best.js';
import { MediationSettings } from '../../mediation-settings.js';
import { separation } from '../separates.js';
import { MediationSession, SessionProposal } from '../session.entity.js';
import { hold, mediationSessionLife, reachImpasse } from '../session.js';
import { sessionView, type SeparationView, type SessionRecordView } from '../session.view.js';
import type { SessionRecordDto } from './record-session.controller.js';

@Injectable()
export class RecordSessionHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
    private readonly settings: MediationSettings,
  ) {}

  handle(
    id: string,
    { present: came, minutes, proposals, outcome }: SessionRecordDto,
    by: Caller,
  ): Promise<SessionRecordView> {
    const deed = { by: by.personId, now: this.time.now() };
    return this.db.withTransaction(async (tx) => {
      const { caseId } = await tx.get(MediationSession, { id, communityId: by.communityId });
      const access = await enterAsMediator(tx, caseId, by);
      const session = await tx.lock(MediationSession, { id });
      const proposing = proposals.map(({ side }) => side);
      const held = hold(session, { ...access, came, outcome, proposing, now: deed.now });
      Object.assign(session, { present: came, minutes, outcome });
      await step(tx, mediationSessionLife, session, held, deed);
      const before = await tx.manager.countBy(SessionProposal, { caseId });
      for (const [index, { side, amountFen = null, terms }] of proposals.entries()) {
        const position = before + index;
        const content = { amountFen, terms };
        await tx.save(tx.create(SessionProposal, { id: uuidv7(), sessionId: id, caseId, side, position, content }));
      }
      if (outcome !== 'impasse') return { ...sessionView(session), separation: null };
      const separates = await this.atImpasse(tx, access, session.id, deed);
      // It rests on the numbers of all sessions: the committee asks for them, with a reason.
      if (access.as !== 'mediator') return { ...sessionView(session), separation: null };
      await recordReading(tx, access, by, { what: 'proposals', at: deed.now });
      return { ...sessionView(session), separation: separates };
    });
  }

  private async atImpasse(tx: Tx, access: Access, sessionId: string, deed: Deed): Promise<SeparationView> {
    const { case: one } = access;
    const separates = await separationOf(tx, one.id);
    const reached = reachImpasse(one, { sessionId, holdsOut: separates.holdsOut, now: deed.now });
    one.impasses = reached.impasses;
    await step(tx, caseLife, one, reached, deed);
    if (separates.holdsOut > 0) {
      await inviteBest(tx, access, separates.holdsOut, {
        ...deed,
        on: this.time.today(),
        settings: this.settings.matching,
      });
    }
    return separates;
  }
}

/** What separates the sides of a case after all that was put forward. */
export async function separationOf(tx: Tx, caseId: string): Promise<SeparationView> {
  const made = await tx.manager.find(SessionProposal, { where: { caseId }, order: { position: 'ASC' } });
  const separates = separation(made.map(({ side, content }) => ({ side, amountFen: content.amountFen })));
  return { ...separates, positions: [...separates.positions] };
}
