import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { ImpasseReachedSchema } from '@huying/contracts';
import { Database } from '@huying/database';
import { CommunityTime } from '@huying/http';
import { enterAsMediator, enterCase } from '../../cases/access.js';
import { caseLife } from '../../cases/case.js';
import { sidesOf } from '../../cases/parties.js';
import { MediationSettings } from '../../mediation-settings.js';
import { GoBetween } from '../../mediators/mediator.entity.js';
import { Invitation } from '../invitation.entity.js';
import { live } from '../invitation.js';
import { invitationView, type InvitationView } from '../invitation.view.js';
import { invitationProblems } from '../invitations.problems.js';
import { inviteBest } from '../invite-best.js';
import type { InvitationsView, InviteDto } from './invite.controller.js';

@Injectable()
export class InviteHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
    private readonly settings: MediationSettings,
  ) {}

  handle(caseId: string, { side }: InviteDto, by: Caller): Promise<InvitationView> {
    const { matching: settings } = this.settings;
    const deed = { by: by.personId, on: this.time.today(), now: this.time.now(), settings };
    return this.db.withTransaction(async (tx) => {
      const access = await enterAsMediator(tx, caseId, by);
      const { case: one, parties } = access;
      caseLife.ensure(one.state, ImpasseReachedSchema);
      if (one.impasses === 0) throw invitationProblems.noImpasse();
      const earlier = await tx.manager.findBy(Invitation, { caseId });
      if (earlier.some(({ state }) => live.includes(state))) throw invitationProblems.pending();
      const invitation = sidesOf(parties).includes(side) ? await inviteBest(tx, access, side, deed) : undefined;
      if (!invitation) throw invitationProblems.noGoBetween({ side });
      return invitationView(invitation, await tx.get(GoBetween, { id: invitation.goBetweenId }));
    });
  }

  list(caseId: string, by: Caller): Promise<InvitationsView> {
    return this.db.withTransaction(async (tx) => {
      await enterCase(tx, caseId, by);
      const all = await tx.manager.find(Invitation, { where: { caseId }, order: { proposedAt: 'DESC', id: 'DESC' } });
      const items: InvitationView[] = [];
      for (const one of all) items.push(invitationView(one, await tx.get(GoBetween, { id: one.goBetweenId })));
      return { items };
    });
  }
}
