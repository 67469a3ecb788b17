import { create } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { MediatorAssignedSchema, MediatorsProposedSchema, toTimestamp } from '@huying/contracts';
import { Database, type Tx } from '@huying/database';
import { CommunityTime, shown, tell } from '@huying/http';
import { In } from 'typeorm';
import { enterAsMediator, enterCase, type Access } from '../../cases/access.js';
import { caseLife, told } from '../../cases/case.js';
import { proposeMediators, withTexts } from '../../matching/index.js';
import { MediationSettings } from '../../mediation-settings.js';
import { Mediator } from '../../mediators/mediator.entity.js';
import { mediatorView } from '../../mediators/mediator.view.js';
import { mediatorProblems } from '../../mediators/mediators.problems.js';
import { ProposalRound, SideChoice } from '../choice.entity.js';
import { MOST_REFUSALS } from '../choice.js';
import { matchCaseOf, mediatorsOf, refusedIn } from '../roster.js';
import type { ProposalsView } from './propose-mediators.controller.js';

/** As many as a person can compare. */
const SHOWN = 8;

@Injectable()
export class ProposeMediatorsHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
    private readonly settings: MediationSettings,
  ) {}

  propose(id: string, by: Caller): Promise<ProposalsView> {
    const now = this.time.now();
    return this.db.withTransaction(async (tx) => {
      const access = await enterAsMediator(tx, id, by);
      const { case: one, parties } = access;
      caseLife.ensure(one.state, MediatorAssignedSchema);
      if (one.mediatorIds.length > 0) throw mediatorProblems.assignedAlready();
      const matchCase = matchCaseOf(one, parties, await refusedIn(tx, id));
      const candidates = await mediatorsOf(tx, one.communityId);
      const options = { on: this.time.today(), settings: this.settings.matching };
      const { proposals, excluded } = proposeMediators(matchCase, candidates, options);
      if (proposals.length === 0) throw mediatorProblems.noneLeft();
      const round = { caseId: id, proposals: proposals.slice(0, SHOWN), excluded: [...excluded], proposedAt: now };
      // The latest round stands: those proposed before, and refused, are gone.
      await tx.manager.upsert(ProposalRound, round, ['caseId']);
      const mediatorIds = round.proposals.map(({ candidateId }) => candidateId);
      const event = create(MediatorsProposedSchema, { ...told(one), mediatorIds, proposedAt: toTimestamp(now) });
      await tell(tx, caseLife, one, event, { by: by.personId, now });
      return this.view(tx, access);
    });
  }

  show(id: string, by: Caller): Promise<ProposalsView> {
    return this.db.withTransaction(async (tx) => this.view(tx, await enterCase(tx, id, by)));
  }

  private async view(tx: Tx, { case: { id: caseId }, own, as }: Access): Promise<ProposalsView> {
    const { proposals, excluded, proposedAt } = await tx.get(ProposalRound, { caseId });
    const choices = await tx.manager.findBy(SideChoice, { caseId });
    const refused = new Set(choices.flatMap((choice) => choice.refused));
    const mediators = await tx.manager.findBy(Mediator, { id: In(proposals.map(({ candidateId }) => candidateId)) });
    const mediatorOf = new Map(mediators.map((one) => [one.id, one]));
    const refusedByOwn = choices.find(({ side }) => side === own?.side)?.refused.length ?? 0;
    return {
      proposals: proposals.flatMap(({ candidateId, points, reasons, balance, withId = null }) => {
        const mediator = mediatorOf.get(candidateId);
        return mediator && !refused.has(candidateId)
          ? [{ mediator: mediatorView(mediator), points, reasons: withTexts(reasons), balance, withId }]
          : [];
      }),
      // Why somebody is kept from a case tells of people: that is not for the parties.
      excluded:
        as === 'party' || as === 'reporter'
          ? []
          : excluded.map((one) => ({ mediatorId: one.candidateId, because: [...one.because] })),
      refusalsLeft: MOST_REFUSALS - refusedByOwn,
      proposedAt: shown(proposedAt),
    };
  }
}
