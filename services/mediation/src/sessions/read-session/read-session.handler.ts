import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { Clock, keysetPage, type Page } from '@huying/http';
import { enterAsMediator, enterCase, recordReading } from '../../cases/access.js';
import { caseProblems } from '../../cases/cases.problems.js';
import { separationOf } from '../record-session/record-session.handler.js';
import { MediationSession, SessionProposal } from '../session.entity.js';
import { sessionView, type MediationSessionView, type SeparationView } from '../session.view.js';
import type { ListSessionsQuery, MinutesView, SideProposalsView } from './read-session.controller.js';

@Injectable()
export class ReadSessionHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async list({ caseId, ...page }: ListSessionsQuery, by: Caller): Promise<Page<MediationSessionView>> {
    await this.db.withTransaction((tx) => enterCase(tx, caseId, by));
    const found = this.db.read.createQueryBuilder(MediationSession, 'one').where('one.caseId = :caseId', { caseId });
    const { items, nextCursor } = await keysetPage(found, 'one', { by: 'number', direction: 'ASC' }, page);
    return { items: items.map(sessionView), nextCursor };
  }

  minutes(id: string, reason: string | undefined, by: Caller): Promise<MinutesView> {
    return this.db.withTransaction(async (tx) => {
      const { caseId, minutes } = await tx.get(MediationSession, { id, communityId: by.communityId });
      const access = await enterAsMediator(tx, caseId, by);
      if (minutes === null) throw new RowNotFoundError('minutes');
      await recordReading(tx, access, by, { what: 'minutes', reason, at: this.clock.now() });
      return { minutes };
    });
  }

  proposals(caseId: string, reason: string | undefined, by: Caller): Promise<SideProposalsView> {
    return this.db.withTransaction(async (tx) => {
      const access = await enterCase(tx, caseId, by);
      if (access.as === 'reporter') throw caseProblems.dataNotYours();
      await recordReading(tx, access, by, { what: 'proposals', reason, at: this.clock.now() });
      const made = await tx.manager.find(SessionProposal, { where: { caseId }, order: { position: 'ASC' } });
      const own = made.filter(({ side }) => access.as !== 'party' || side === access.own?.side);
      return { items: own.map(({ side, sessionId, content }) => ({ side, sessionId, ...content })) };
    });
  }

  separation(caseId: string, reason: string | undefined, by: Caller): Promise<SeparationView> {
    return this.db.withTransaction(async (tx) => {
      const access = await enterAsMediator(tx, caseId, by);
      await recordReading(tx, access, by, { what: 'proposals', reason, at: this.clock.now() });
      return separationOf(tx, caseId);
    });
  }
}
