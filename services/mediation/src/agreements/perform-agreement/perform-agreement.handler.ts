import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { AgreementBrokenSchema, AgreementPerformedSchema } from '@huying/contracts';
import { Database, type Tx } from '@huying/database';
import { CommunityTime, follow, step, tell, type Deed } from '@huying/http';
import type { MediationCase } from '../../cases/case.entity.js';
import { caseLife } from '../../cases/case.js';
import type { Agreement, Instalment } from '../agreement.entity.js';
import { agreementLife, breakOff, perform, performAll } from '../agreement.js';
import { agreementView, type AgreementView } from '../agreement.view.js';
import { agreementProblems } from '../agreements.problems.js';
import { openAgreement, openAsMediator } from '../open-agreement.js';

@Injectable()
export class PerformAgreementHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  perform(id: string, number: number, by: Caller): Promise<AgreementView> {
    const deed = { by: by.personId, now: this.time.now() };
    return this.db.withTransaction(async (tx) => {
      const { agreement, instalments, own, as, case: one } = await openAgreement(tx, id, by);
      const performed = perform(agreement, { instalments, number, now: deed.now });
      const instalment = instalments.find((each) => each.number === number);
      const receives = own !== undefined && instalment?.toPartyId === own.id;
      if (!receives && as !== 'mediator' && as !== 'committee') throw agreementProblems.notYoursToReceive();
      if (instalment) await tx.save(Object.assign(instalment, { performedAt: deed.now }));
      await tell(tx, agreementLife, agreement, performed, deed);
      if (performed.outstanding === 0) {
        const all = performAll(agreement, one.kind, deed.now);
        await step(tx, agreementLife, agreement, all, deed);
        if (caseLife.may(one.state, AgreementPerformedSchema)) await follow(tx, caseLife, one, all, deed);
      }
      return agreementView(agreement, instalments);
    });
  }

  breach(id: string, number: number, by: Caller): Promise<AgreementView> {
    const deed = { by: by.personId, now: this.time.now() };
    return this.db.withTransaction(async (tx) => {
      const { agreement, instalments, case: one } = await openAsMediator(tx, id, by);
      const instalment = instalments.find((each) => each.number === number);
      if (!instalment) throw agreementProblems.noSuchInstalment({ number });
      await declareBroken(tx, { agreement, case: one, instalment }, { ...deed, today: this.time.today() });
      return agreementView(agreement, instalments);
    });
  }
}

/** The agreement is broken, and the case with it. @throws agreement-wrong-state, agreement-not-due */
export async function declareBroken(
  tx: Tx,
  { agreement, case: one, instalment }: { agreement: Agreement; case: MediationCase; instalment: Instalment },
  { today, ...deed }: Deed & { today: string },
): Promise<void> {
  const broken = breakOff(agreement, { kind: one.kind, instalment, today, now: deed.now });
  await step(tx, agreementLife, agreement, broken, deed);
  if (caseLife.may(one.state, AgreementBrokenSchema)) await follow(tx, caseLife, one, broken, deed);
}
