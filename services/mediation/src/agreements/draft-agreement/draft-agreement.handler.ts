import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { AgreementReachedSchema } from '@huying/contracts';
import { Database } from '@huying/database';
import { CommunityTime, ensureVersion, step } from '@huying/http';
import { In } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { enterAsMediator } from '../../cases/access.js';
import { caseLife } from '../../cases/case.js';
import { Agreement, AgreementEdition, type AgreementContent } from '../agreement.entity.js';
import { agreementLife, draft, ensureComplete, revise } from '../agreement.js';
import { agreementView, type AgreementContentDto, type AgreementView, type DraftDto } from '../agreement.view.js';
import { agreementProblems } from '../agreements.problems.js';
import { openAsMediator } from '../open-agreement.js';

@Injectable()
export class DraftAgreementHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  draft(caseId: string, wish: DraftDto, by: Caller): Promise<AgreementView> {
    const deed = { by: by.personId, now: this.time.now() };
    return this.db.withTransaction(async (tx) => {
      const { case: one, parties } = await enterAsMediator(tx, caseId, by);
      caseLife.ensure(one.state, AgreementReachedSchema);
      const live = { caseId, state: In(['drafted', 'in-force', 'confirmed']) };
      if (await tx.manager.existsBy(Agreement, live)) throw agreementProblems.pending();
      const content = contentOf(wish.content);
      ensureComplete(content, parties, this.time.today());
      const agreement = tx.create(Agreement, {
        ...{ id: uuidv7(), communityId: one.communityId, caseId, state: 'drafted', form: wish.form, edition: 1 },
        ...{ signedBy: null, signedAt: null, reachedAt: null, confirmationUntil: null },
        ...{ applicants: [], appliedAt: null, ruling: null },
      });
      Object.assign(agreement, { content, signatures: [] });
      await step(tx, agreementLife, agreement, draft(agreement, deed.now), deed);
      return agreementView(agreement, []);
    });
  }

  revise(id: string, wish: AgreementContentDto, version: number, by: Caller): Promise<AgreementView> {
    const deed = { by: by.personId, now: this.time.now() };
    return this.db.withTransaction(async (tx) => {
      const { agreement, parties } = await openAsMediator(tx, id, by);
      ensureVersion(agreement, version);
      const revised = revise(agreement, deed.now);
      const content = contentOf(wish);
      ensureComplete(content, parties, this.time.today());
      const { edition } = agreement;
      const before = tx.create(AgreementEdition, { id: uuidv7(), agreementId: id, edition, replacedAt: deed.now });
      await tx.save(Object.assign(before, { content: agreement.content }));
      Object.assign(agreement, { content, edition: revised.edition, signatures: [], signedBy: null, signedAt: null });
      await step(tx, agreementLife, agreement, revised, deed);
      return agreementView(agreement, []);
    });
  }
}

/** What is due stands in the order of its days. */
const contentOf = ({
  facts,
  matters,
  responsibility,
  terms,
  manner,
  instalments,
}: AgreementContentDto): AgreementContent => ({
  ...{ facts, matters, terms, manner },
  responsibility: responsibility.map(({ partyId, text }) => ({ partyId, text })),
  instalments: instalments
    .map(({ from, to, dueOn, amountFen = null, what }) => ({ from, to, dueOn, amountFen, what }))
    .sort((a, b) => a.dueOn.localeCompare(b.dueOn)),
});
