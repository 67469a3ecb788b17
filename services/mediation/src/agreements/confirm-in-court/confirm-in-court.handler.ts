import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { ConfirmationAppliedSchema, ConfirmationDeclinedSchema, ConfirmationGrantedSchema } from '@huying/contracts';
import { Database } from '@huying/database';
import { Clock, follow, step } from '@huying/http';
import type { AnswerDto } from '../../cases/answer-consent/answer-consent.controller.js';
import { caseLife, PERIOD_DAYS } from '../../cases/case.js';
import { answering } from '../../cases/on-paper.js';
import { agreementLife, applyToCourt, declineByCourt, grantByCourt } from '../agreement.js';
import { agreementView, type AgreementView } from '../agreement.view.js';
import { openAgreement, openAsMediator } from '../open-agreement.js';
import type { CourtDecisionDto } from './confirm-in-court.controller.js';

@Injectable()
export class ConfirmInCourtHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  apply(id: string, answer: AnswerDto, by: Caller): Promise<AgreementView> {
    const deed = { by: by.personId, now: this.clock.now() };
    return this.db.withTransaction(async (tx) => {
      const opened = await openAgreement(tx, id, by);
      const { agreement, case: one, instalments } = opened;
      const { party } = answering(opened, answer);
      const applicants = [...new Set([...agreement.applicants, party.id])];
      const applied = applyToCourt(agreement, { applicants, now: deed.now });
      agreement.applicants = applicants;
      if (applied) {
        caseLife.ensure(one.state, ConfirmationAppliedSchema);
        agreement.appliedAt = deed.now;
        await step(tx, agreementLife, agreement, applied, deed);
        await follow(tx, caseLife, one, applied, deed);
      } else {
        await tx.save(agreement);
      }
      return agreementView(agreement, instalments);
    });
  }

  decide(id: string, { confirmed, ruling }: CourtDecisionDto, by: Caller): Promise<AgreementView> {
    const deed = { by: by.personId, now: this.clock.now() };
    return this.db.withTransaction(async (tx) => {
      const { agreement, case: one, instalments } = await openAsMediator(tx, id, by);
      const decided = confirmed ? grantByCourt(agreement, deed.now) : declineByCourt(agreement, deed.now);
      caseLife.ensure(one.state, confirmed ? ConfirmationGrantedSchema : ConfirmationDeclinedSchema);
      agreement.ruling = ruling;
      await step(tx, agreementLife, agreement, decided, deed);
      // What the court has not confirmed is open again, with a time of its own (art. 33).
      if (confirmed) one.confirmedAt = deed.now;
      else Object.assign(one, { dueAt: deed.now.add({ hours: PERIOD_DAYS * 24 }), toldOfEnd: null });
      await follow(tx, caseLife, one, decided, deed);
      return agreementView(agreement, instalments);
    });
  }
}
