import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, type Tx } from '@huying/database';
import { shown } from '@huying/http';
import { In } from 'typeorm';
import { MediationCase } from '../../cases/case.entity.js';
import { GoBetween } from '../../mediators/mediator.entity.js';
import { MediationSession } from '../../sessions/session.entity.js';
import { Invitation } from '../invitation.entity.js';
import { live } from '../invitation.js';
import { invitationView } from '../invitation.view.js';
import type { InvitedToView, OwnInvitationsView, OwnInvitationView } from './own-invitations.controller.js';

@Injectable()
export class OwnInvitationsHandler {
  constructor(private readonly db: Database) {}

  handle({ communityId, personId: volunteerId }: Caller): Promise<OwnInvitationsView> {
    return this.db.withTransaction(async (tx) => {
      const own = await tx.manager.findOneBy(GoBetween, { communityId, volunteerId, state: 'trusted' });
      if (!own) return { items: [] };
      const invitations = await tx.manager.find(Invitation, {
        where: { goBetweenId: own.id, state: In([...live]) },
        order: { proposedAt: 'DESC', id: 'DESC' },
      });
      const items: OwnInvitationView[] = [];
      for (const one of invitations) {
        const { kind } = await tx.get(MediationCase, { id: one.caseId });
        const sessions = one.state === 'accepted' ? await toCome(tx, one.caseId) : [];
        items.push({ ...invitationView(one, own), kind, sessions });
      }
      return { items };
    });
  }
}

async function toCome(tx: Tx, caseId: string): Promise<InvitedToView[]> {
  const where = { caseId, state: 'arranged' as const };
  const arranged = await tx.manager.find(MediationSession, { where, order: { startsAt: 'ASC' } });
  return arranged.map(({ startsAt, endsAt, venueId, place }) => ({
    ...{ startsAt: shown(startsAt), endsAt: shown(endsAt), venueId, place },
  }));
}
