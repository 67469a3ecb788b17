import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, type Tx } from '@huying/database';
import { CommunityTime, tell } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { enterCase } from '../../cases/access.js';
import { caseLife } from '../../cases/case.js';
import type { CaseFileView } from '../../cases/case.view.js';
import { fileView } from '../../cases/file.js';
import { answering } from '../../cases/on-paper.js';
import { ensureSpeaks } from '../../cases/parties.js';
import { exclusionsOf, peopleOf } from '../../matching/exclusions.js';
import { Mediator } from '../../mediators/mediator.entity.js';
import { mediatorProblems } from '../../mediators/mediators.problems.js';
import { assignChosen } from '../assignment.js';
import { SideChoice } from '../choice.entity.js';
import { chooseMediators, ensureMay, refuseMediator } from '../choice.js';
import { matchCaseOf, mediatorsOf, refusedIn } from '../roster.js';
import type { ChoiceDto, MediatorRefusalDto } from './choose-mediators.controller.js';

@Injectable()
export class ChooseMediatorsHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  choose(id: string, { mediatorIds, ...answer }: ChoiceDto, by: Caller): Promise<CaseFileView> {
    const [now, on] = [this.time.now(), this.time.today()];
    return this.db.withTransaction(async (tx) => {
      const access = await enterCase(tx, id, by);
      const { case: one, parties } = access;
      const { party } = answering(access, answer);
      ensureSpeaks(one, party, parties);
      const chosen = chooseMediators(one, { side: party.side, mediatorIds, now });
      // Whoever cannot take the case is not chosen in vain.
      const candidates = await mediatorsOf(tx, one.communityId, { ids: mediatorIds });
      if (candidates.length < mediatorIds.length) throw mediatorProblems.unknown();
      const people = peopleOf(matchCaseOf(one, parties, await refusedIn(tx, id)));
      for (const candidate of candidates) ensureMay(exclusionsOf(people, candidate, on));
      const choice = await choiceOf(tx, id, party.side);
      await tx.save(Object.assign(choice, { chosen: mediatorIds }));
      await tell(tx, caseLife, one, chosen, { by: by.personId, now });
      await assignChosen(tx, access, { by: by.personId, on, now });
      return fileView(access, by.personId);
    });
  }

  refuse(id: string, { mediatorId, ...answer }: MediatorRefusalDto, by: Caller): Promise<CaseFileView> {
    const now = this.time.now();
    return this.db.withTransaction(async (tx) => {
      const access = await enterCase(tx, id, by);
      const { case: one, parties } = access;
      const { party } = answering(access, answer);
      ensureSpeaks(one, party, parties);
      const known = await tx.manager.existsBy(Mediator, { id: mediatorId, communityId: one.communityId });
      if (!known) throw mediatorProblems.unknown();
      const choice = await choiceOf(tx, id, party.side);
      const refused = refuseMediator(one, { choice, mediatorId, now });
      choice.refused.push(mediatorId);
      await tx.save(choice);
      one.mediatorIds = one.mediatorIds.filter((assigned) => assigned !== mediatorId);
      await tell(tx, caseLife, one, refused, { by: by.personId, now });
      return fileView(access, by.personId);
    });
  }
}

async function choiceOf(tx: Tx, caseId: string, side: number): Promise<SideChoice> {
  const found = await tx.lockIfPresent(SideChoice, { caseId, side });
  return found ?? tx.create(SideChoice, { id: uuidv7(), caseId, side, chosen: [], refused: [] });
}
