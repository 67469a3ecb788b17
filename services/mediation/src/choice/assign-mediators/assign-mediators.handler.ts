import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { MediatorAssignedSchema } from '@huying/contracts';
import { Database } from '@huying/database';
import { CommunityTime } from '@huying/http';
import { enterAsMediator } from '../../cases/access.js';
import { caseLife } from '../../cases/case.js';
import type { CaseFileView } from '../../cases/case.view.js';
import { fileView } from '../../cases/file.js';
import { sidesOf } from '../../cases/parties.js';
import { mediatorProblems } from '../../mediators/mediators.problems.js';
import { assign } from '../assignment.js';
import { SideChoice } from '../choice.entity.js';
import { ensureChoiceIsOver, ensureUnassigned } from '../choice.js';
import type { AssignmentDto } from './assign-mediators.controller.js';

@Injectable()
export class AssignMediatorsHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  handle(id: string, { mediatorIds }: AssignmentDto, by: Caller): Promise<CaseFileView> {
    const deed = { by: by.personId, byChoice: false, on: this.time.today(), now: this.time.now() };
    return this.db.withTransaction(async (tx) => {
      const access = await enterAsMediator(tx, id, by);
      const choices = await tx.manager.findBy(SideChoice, { caseId: id });
      ensureUnassigned(access.case);
      ensureChoiceIsOver(access.case, { sides: sidesOf(access.parties), choices, now: deed.now });
      await assign(tx, access, mediatorIds, deed);
      return fileView(access, by.personId);
    });
  }

  remove(id: string, mediatorId: string, by: Caller): Promise<CaseFileView> {
    return this.db.withTransaction(async (tx) => {
      const access = await enterAsMediator(tx, id, by);
      const { case: one } = access;
      caseLife.ensure(one.state, MediatorAssignedSchema);
      if (!one.mediatorIds.includes(mediatorId)) throw mediatorProblems.notOnCase();
      one.mediatorIds = one.mediatorIds.filter((assigned) => assigned !== mediatorId);
      await tx.save(one);
      return fileView(access, by.personId);
    });
  }
}
