import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, type Tx } from '@huying/database';
import { Clock, step } from '@huying/http';
import { ProposalRound, SideChoice } from '../../choice/choice.entity.js';
import { releaseGoBetween } from '../../invitations/release.js';
import { MediationSession } from '../../sessions/session.entity.js';
import { enterAsMediator, enterCase, type Access } from '../access.js';
import { caseLife, close, reopen, terminate, withdraw } from '../case.js';
import type { CaseFileView } from '../case.view.js';
import { caseProblems } from '../cases.problems.js';
import { endCase } from '../ending.js';
import { fileView } from '../file.js';
import { present, sidesOf } from '../parties.js';
import type { TerminationDto } from './end-case.controller.js';

@Injectable()
export class EndCaseHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  withdraw(id: string, by: Caller): Promise<CaseFileView> {
    const deed = { by: by.personId, now: this.clock.now() };
    return this.db.withTransaction(async (tx) => {
      const access = await enterCase(tx, id, by);
      if (access.case.openedBy !== by.personId && access.as !== 'committee') throw caseProblems.dataNotYours();
      await endCase(tx, access.case, withdraw(access.case, deed), deed);
      return fileView(access, by.personId);
    });
  }

  terminate(id: string, { reason }: TerminationDto, by: Caller): Promise<CaseFileView> {
    const deed = { by: by.personId, now: this.clock.now(), reason };
    return this.db.withTransaction(async (tx) => {
      const access = await enterAsMediator(tx, id, by);
      await endCase(tx, access.case, terminate(access.case, { reason, now: deed.now }), deed);
      return fileView(access, by.personId);
    });
  }

  reopen(id: string, by: Caller): Promise<CaseFileView> {
    const deed = { by: by.personId, now: this.clock.now() };
    return this.db.withTransaction(async (tx) => {
      const access = await enterAsMediator(tx, id, by);
      const { case: one, parties } = access;
      const reopened = reopen(one, deed);
      Object.assign(one, { acceptedAt: null, dueAt: null, toldOfEnd: null, mediatorIds: [] });
      await step(tx, caseLife, one, reopened, deed);
      // Another try begins with nothing: whom the sides chose, refused or invited before stands in the history.
      await releaseGoBetween(tx, one, deed);
      for (const choice of [ProposalRound, SideChoice]) await tx.manager.delete(choice, { caseId: id });
      for (const party of present(parties)) {
        await tx.save(Object.assign(party, { consent: 'unasked', consentWitness: null }));
      }
      return fileView(access, by.personId);
    });
  }

  close(id: string, by: Caller): Promise<CaseFileView> {
    const deed = { by: by.personId, now: this.clock.now() };
    return this.db.withTransaction(async (tx) => {
      const access = await enterAsMediator(tx, id, by);
      const closed = close(access.case, { missing: await missing(tx, access), now: deed.now });
      access.case.outcome = closed.outcome;
      await step(tx, caseLife, access.case, closed, deed);
      return fileView(access, by.personId);
    });
  }
}

/** What the file lacks (art. 27): what was asked, both sides, the minutes of each session that was held. */
async function missing(tx: Tx, { case: one, parties }: Access): Promise<string[]> {
  const held = await tx.manager.findBy(MediationSession, { caseId: one.id, state: 'held' });
  return [
    ...(one.asked ? [] : ['asked']),
    ...(sidesOf(parties).length < 2 ? ['parties'] : []),
    ...held.filter(({ minutes }) => !minutes).map(({ number }) => `minutes-${number}`),
  ];
}
