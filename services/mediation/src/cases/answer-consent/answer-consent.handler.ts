import { isMessage } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { ConsentRefusedSchema } from '@huying/contracts';
import { Database } from '@huying/database';
import { Clock, step, tell } from '@huying/http';
import { acceptIfAll } from '../acceptance.js';
import { enterAsMediator, enterCase } from '../access.js';
import type { Party } from '../case.entity.js';
import { caseLife } from '../case.js';
import type { CaseFileView } from '../case.view.js';
import { caseProblems } from '../cases.problems.js';
import { endCase } from '../ending.js';
import { fileView } from '../file.js';
import { answering } from '../on-paper.js';
import { giveConsent, present, refuseConsent, seekConsent } from '../parties.js';
import type { AnswerDto } from './answer-consent.controller.js';

@Injectable()
export class AnswerConsentHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  seek(id: string, by: Caller): Promise<CaseFileView> {
    const deed = { by: by.personId, now: this.clock.now() };
    return this.db.withTransaction(async (tx) => {
      const access = await enterAsMediator(tx, id, by);
      const { case: one, parties } = access;
      const sought = seekConsent(one, { parties, now: deed.now });
      await step(tx, caseLife, one, sought, deed);
      for (const party of present(parties)) await tx.save(Object.assign(party, { consent: 'asked' }));
      // Whoever opened its own case wants mediation.
      const opener = parties.find(({ accountId }) => accountId !== null && accountId === one.openedBy);
      if (opener) {
        const given = giveConsent(one, { party: opener, now: deed.now });
        await tx.save(Object.assign(opener, { consent: 'given' }));
        await tell(tx, caseLife, one, given, { ...deed, by: one.openedBy });
      }
      return fileView(access, by.personId);
    });
  }

  give(id: string, wish: AnswerDto, by: Caller): Promise<CaseFileView> {
    const deed = { by: by.personId, now: this.clock.now() };
    return this.db.withTransaction(async (tx) => {
      const access = await enterCase(tx, id, by);
      const { case: one } = access;
      const { party, witness } = answering(access, wish);
      if (one.state !== 'consent-sought') throw caseProblems.wrongState({ state: one.state });
      const given = giveConsent(one, { party, now: deed.now });
      await tx.save(Object.assign(party, { consent: 'given', consentWitness: witness }));
      await tell(tx, caseLife, one, given, deed);
      await acceptIfAll(tx, access, deed);
      return fileView(access, by.personId);
    });
  }

  refuse(id: string, wish: AnswerDto, by: Caller): Promise<CaseFileView> {
    const deed = { by: by.personId, now: this.clock.now() };
    return this.db.withTransaction(async (tx) => {
      const access = await enterCase(tx, id, by);
      const { case: one, parties } = access;
      const { party, witness } = answering(access, wish);
      const refused = refuseConsent(one, { party, parties, now: deed.now });
      const ends = isMessage(refused, ConsentRefusedSchema);
      await tx.save(Object.assign(party, outOf(ends, witness)));
      if (ends) {
        await endCase(tx, one, refused, deed);
      } else {
        await tell(tx, caseLife, one, refused, deed);
        await acceptIfAll(tx, access, deed);
      }
      return fileView(access, by.personId);
    });
  }
}

/** Who refuses for all stays on the case; who stays out of a group is not counted any more. */
const outOf = (ends: boolean, consentWitness: string | null): Partial<Party> => ({
  consent: 'refused',
  consentWitness,
  ...(!ends && { left: true, representative: false }),
});
