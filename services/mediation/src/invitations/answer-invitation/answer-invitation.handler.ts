import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { GoBetweenAcceptedSchema } from '@huying/contracts';
import { Database, RowNotFoundError, type Tx } from '@huying/database';
import { Clock, follow, step, type Deed } from '@huying/http';
import { enterCase } from '../../cases/access.js';
import { MediationCase, Party } from '../../cases/case.entity.js';
import { caseLife } from '../../cases/case.js';
import { answering } from '../../cases/on-paper.js';
import { ensureSpeaks, sidesOf } from '../../cases/parties.js';
import { GoBetween } from '../../mediators/mediator.entity.js';
import { Invitation } from '../invitation.entity.js';
import { accept, decline, invitationLife } from '../invitation.js';
import { invitationView, type InvitationView } from '../invitation.view.js';
import type { GoBetweenAnswerDto, InvitationAnswerDto } from './answer-invitation.controller.js';

@Injectable()
export class AnswerInvitationHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  ofSide(caseId: string, id: string, wish: InvitationAnswerDto, by: Caller): Promise<InvitationView> {
    const deed = { by: by.personId, now: this.clock.now() };
    return this.db.withTransaction(async (tx) => {
      const access = await enterCase(tx, caseId, by);
      const { case: one, parties } = access;
      const invitation = await tx.lock(Invitation, { id, caseId });
      const { party } = answering(access, wish);
      ensureSpeaks(one, party, parties);
      const agreedBy = [...new Set([...invitation.agreedBy, party.side])];
      return this.answer(tx, { one, parties, invitation, agrees: wish.accept, change: { agreedBy }, deed });
    });
  }

  /** Whoever is not the one invited does not hear that there is an invitation. */
  ofGoBetween(id: string, wish: GoBetweenAnswerDto, by: Caller): Promise<InvitationView> {
    const deed = { by: by.personId, now: this.clock.now() };
    return this.db.withTransaction(async (tx) => {
      const { caseId, goBetweenId } = await tx.get(Invitation, { id, communityId: by.communityId });
      const goBetween = await tx.get(GoBetween, { id: goBetweenId });
      if (goBetween.volunteerId !== by.personId) throw new RowNotFoundError('invitations');
      const one = await tx.lock(MediationCase, { id: caseId });
      const parties = await tx.manager.findBy(Party, { caseId });
      const invitation = await tx.lock(Invitation, { id });
      return this.answer(tx, {
        one,
        parties,
        invitation,
        agrees: wish.accept,
        change: { goBetweenAgrees: true },
        deed,
      });
    });
  }

  private async answer(
    tx: Tx,
    {
      one,
      parties,
      invitation,
      agrees,
      change,
      deed,
    }: {
      one: MediationCase;
      parties: readonly Party[];
      invitation: Invitation;
      agrees: boolean;
      change: Partial<Pick<Invitation, 'agreedBy' | 'goBetweenAgrees'>>;
      deed: Deed;
    },
  ): Promise<InvitationView> {
    caseLife.ensure(one.state, GoBetweenAcceptedSchema);
    if (!agrees) {
      await step(tx, invitationLife, invitation, decline(invitation, deed.now), deed);
    } else {
      const { agreedBy, goBetweenAgrees } = { ...invitation, ...change };
      const accepted = accept(invitation, { sides: sidesOf(parties), agreedBy, goBetweenAgrees, now: deed.now });
      Object.assign(invitation, change);
      if (accepted) {
        await step(tx, invitationLife, invitation, accepted, deed);
        await follow(tx, caseLife, one, accepted, deed);
      } else {
        await tx.save(invitation);
      }
    }
    return invitationView(invitation, await tx.get(GoBetween, { id: invitation.goBetweenId }));
  }
}
