import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { ConsentRefusedSchema } from '@huying/contracts';
import { Database } from '@huying/database';
import { Clock, tell } from '@huying/http';
import { enterAsMediator, enterCase } from '../access.js';
import { caseLife } from '../case.js';
import type { CaseFileView } from '../case.view.js';
import { caseProblems } from '../cases.problems.js';
import { fileView } from '../file.js';
import { answering } from '../on-paper.js';
import { elect, ensureCandidates, isGroup } from '../parties.js';
import type { ElectionDto, VoteDto } from './elect.controller.js';

@Injectable()
export class ElectHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  vote(id: string, wish: VoteDto, by: Caller): Promise<CaseFileView> {
    return this.db.withTransaction(async (tx) => {
      const access = await enterCase(tx, id, by);
      const { case: one, parties } = access;
      const { party } = answering(access, wish);
      // While a side may still refuse, it may still elect.
      caseLife.ensure(one.state, ConsentRefusedSchema);
      if (!isGroup(one, parties, party.side)) throw caseProblems.notAGroup();
      ensureCandidates(party.side, wish.votesFor, parties);
      await tx.save(Object.assign(party, { votesFor: wish.votesFor }));
      return fileView(access, by.personId);
    });
  }

  elect(id: string, { side, seats }: ElectionDto, by: Caller): Promise<CaseFileView> {
    const deed = { by: by.personId, now: this.clock.now() };
    return this.db.withTransaction(async (tx) => {
      const access = await enterAsMediator(tx, id, by);
      const { case: one, parties } = access;
      const elected = elect(one, { side, seats, parties, now: deed.now });
      for (const party of parties.filter((candidate) => candidate.side === side)) {
        await tx.save(Object.assign(party, { representative: elected.partyIds.includes(party.id) }));
      }
      await tell(tx, caseLife, one, elected, deed);
      return fileView(access, by.personId);
    });
  }
}
