import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { AgreementConfirmedSchema, AgreementReachedSchema, toInstant } from '@huying/contracts';
import { Database, type Tx } from '@huying/database';
import { CommunityTime, follow, step, type Deed } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { caseLife } from '../../cases/case.js';
import { answering } from '../../cases/on-paper.js';
import { Mediator } from '../../mediators/mediator.entity.js';
import { callOffAll } from '../../sessions/call-off.js';
import { Instalment } from '../agreement.entity.js';
import { agreementLife, confirm, reach, unsigned } from '../agreement.js';
import { agreementView, type AgreementView } from '../agreement.view.js';
import { agreementProblems } from '../agreements.problems.js';
import { instalmentsOf, openAgreement, openAsMediator, type OpenAgreement } from '../open-agreement.js';
import type { ConfirmationDto } from './sign-agreement.controller.js';

@Injectable()
export class SignAgreementHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  confirm(id: string, { edition, ...answer }: ConfirmationDto, by: Caller): Promise<AgreementView> {
    const deed = { by: by.personId, now: this.time.now() };
    return this.db.withTransaction(async (tx) => {
      const opened = await openAgreement(tx, id, by);
      const { agreement } = opened;
      const { party, witness } = answering(opened, answer);
      const signature = { partyId: party.id, witness, at: deed.now.toString() };
      const confirmed = confirm(agreement, { signature, edition, now: deed.now });
      agreement.signatures = [...agreement.signatures, signature];
      await step(tx, agreementLife, agreement, confirmed, deed);
      await this.ifOral(tx, opened, deed);
      return agreementView(agreement, await instalmentsOf(tx, id));
    });
  }

  sign(id: string, by: Caller): Promise<AgreementView> {
    const deed = { by: by.personId, now: this.time.now() };
    return this.db.withTransaction(async (tx) => {
      const opened = await openAsMediator(tx, id, by);
      const { agreement, case: one } = opened;
      agreementLife.ensure(agreement.state, AgreementConfirmedSchema);
      const mediator = await tx.manager.findOneBy(Mediator, { accountId: by.personId, communityId: by.communityId });
      if (!mediator || !one.mediatorIds.includes(mediator.id)) throw agreementProblems.notTheMediator();
      await tx.save(Object.assign(agreement, { signedBy: mediator.id, signedAt: deed.now }));
      await this.ifOral(tx, opened, deed);
      return agreementView(agreement, await instalmentsOf(tx, id));
    });
  }

  seal(id: string, by: Caller): Promise<AgreementView> {
    const deed = { by: by.personId, now: this.time.now() };
    return this.db.withTransaction(async (tx) => {
      const opened = await openAsMediator(tx, id, by);
      await this.reach(tx, opened, deed);
      return agreementView(opened.agreement, await instalmentsOf(tx, id));
    });
  }

  /** An oral agreement takes effect with the last word of the parties and the mediator's record (art. 28, 30). */
  private async ifOral(tx: Tx, opened: OpenAgreement, deed: Deed): Promise<void> {
    const { agreement, parties } = opened;
    const complete = agreement.signedBy !== null && unsigned(agreement, parties).length === 0;
    if (agreement.form === 'oral' && complete) await this.reach(tx, opened, deed);
  }

  private async reach(tx: Tx, { agreement, case: one, parties }: OpenAgreement, deed: Deed): Promise<void> {
    const [today, { zone }] = [this.time.today(), this.time];
    const reached = reach(agreement, { case: one, parties, today, zone, now: deed.now });
    caseLife.ensure(one.state, AgreementReachedSchema);
    const confirmationUntil = toInstant(reached.confirmationUntil);
    Object.assign(agreement, { reachedAt: deed.now, confirmationUntil });
    const { id: agreementId, communityId } = agreement;
    await step(tx, agreementLife, agreement, reached, deed);
    for (const [index, { from: partyId, to: toPartyId, dueOn }] of agreement.content.instalments.entries()) {
      const due = { partyId, toPartyId, dueOn, remindedAt: null, performedAt: null };
      await tx.save(tx.create(Instalment, { id: uuidv7(), communityId, agreementId, number: index + 1, ...due }));
    }
    await follow(tx, caseLife, one, reached, deed);
    await callOffAll(tx, one, deed);
  }
}
