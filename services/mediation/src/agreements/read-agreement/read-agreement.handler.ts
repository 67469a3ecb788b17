import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, type Tx } from '@huying/database';
import { CommunityTime } from '@huying/http';
import { In } from 'typeorm';
import { enterCase, recordReading } from '../../cases/access.js';
import { caseProblems } from '../../cases/cases.problems.js';
import { Mediator } from '../../mediators/mediator.entity.js';
import { Agreement } from '../agreement.entity.js';
import { agreementFileView, agreementView, type AgreementFileView, type AgreementView } from '../agreement.view.js';
import { printAgreement } from '../document.js';
import { instalmentsOf, openAgreement, type OpenAgreement } from '../open-agreement.js';
import type { AgreementsView } from './read-agreement.controller.js';

@Injectable()
export class ReadAgreementHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  list(caseId: string, by: Caller): Promise<AgreementsView> {
    return this.db.withTransaction(async (tx) => {
      await enterCase(tx, caseId, by);
      const all = await tx.manager.find(Agreement, { where: { caseId }, order: { id: 'DESC' } });
      const items: AgreementView[] = [];
      for (const one of all) items.push(agreementView(one, await instalmentsOf(tx, one.id)));
      return { items };
    });
  }

  handle(id: string, reason: string | undefined, by: Caller): Promise<AgreementFileView> {
    return this.db.withTransaction(async (tx) => {
      const { agreement, instalments } = await this.open(tx, id, reason, by);
      return agreementFileView(agreement, instalments);
    });
  }

  document(id: string, reason: string | undefined, by: Caller): Promise<string> {
    return this.db.withTransaction(async (tx) => {
      const { agreement, case: one, parties } = await this.open(tx, id, reason, by);
      const mediators = await tx.manager.find(Mediator, { where: { id: In(one.mediatorIds) }, order: { id: 'ASC' } });
      const names = mediators.map(({ name }) => name);
      return printAgreement({ agreement, case: one, parties, mediators: names, zone: this.time.zone });
    });
  }

  /** @throws case-data-not-yours, case-reason-wanted */
  private async open(tx: Tx, id: string, reason: string | undefined, by: Caller): Promise<OpenAgreement> {
    const opened = await openAgreement(tx, id, by);
    if (opened.as === 'reporter') throw caseProblems.dataNotYours();
    await recordReading(tx, opened, by, { what: 'agreement', reason, at: this.time.now() });
    return opened;
  }
}
