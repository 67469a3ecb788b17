import { create } from '@bufbuild/protobuf';
import {
  GoBetweenAcceptedSchema,
  GoBetweenDeclinedSchema,
  GoBetweenProposedSchema,
  GoBetweenReleasedSchema,
  toTimestamp,
  type GoBetweenAccepted,
  type GoBetweenDeclined,
  type GoBetweenProposed,
  type GoBetweenReleased,
} from '@huying/contracts';
import { lifecycle } from '@huying/lifecycle';
import type { Temporal } from 'temporal-polyfill';
import type { Invitation, InvitationState } from './invitation.entity.js';
import { invitationProblems } from './invitations.problems.js';

/** While somebody is proposed, or on the case. */
export const live: readonly InvitationState[] = ['proposed', 'accepted'];

export const invitationLife = lifecycle<InvitationState>({
  name: 'invitation',
  title: 'Invitation of a go-between 邀请中间人',
  begins: [GoBetweenProposedSchema, 'proposed'],
  ways: [
    [GoBetweenAcceptedSchema, ['proposed'], 'accepted'],
    // Consent can be taken back as long as the case goes on.
    [GoBetweenDeclinedSchema, live, 'declined'],
    [GoBetweenReleasedSchema, live, 'released'],
  ],
  refuse: (state) => invitationProblems.wrongState({ state }),
});

const told = ({ id, communityId, caseId, goBetweenId }: Invitation) => ({
  ...{ invitationId: id, communityId, caseId, goBetweenId },
});

export function propose(one: Invitation, now: Temporal.Instant): GoBetweenProposed {
  return create(GoBetweenProposedSchema, { ...told(one), side: one.side, proposedAt: toTimestamp(now) });
}

/** Who has agreed so far. */
export interface Agreement {
  readonly sides: readonly number[];
  readonly agreedBy: readonly number[];
  readonly goBetweenAgrees: boolean;
  readonly now: Temporal.Instant;
}

/**
 * Accepted once every side and the go-between agree; undefined while somebody is still to answer.
 * @throws invitation-wrong-state
 */
export function accept(
  one: Invitation,
  { sides, agreedBy, goBetweenAgrees, now }: Agreement,
): GoBetweenAccepted | undefined {
  invitationLife.ensure(one.state, GoBetweenAcceptedSchema);
  if (!goBetweenAgrees || sides.some((side) => !agreedBy.includes(side))) return undefined;
  return create(GoBetweenAcceptedSchema, { ...told(one), acceptedAt: toTimestamp(now) });
}

/** @throws invitation-wrong-state */
export function decline(one: Invitation, now: Temporal.Instant): GoBetweenDeclined {
  invitationLife.ensure(one.state, GoBetweenDeclinedSchema);
  return create(GoBetweenDeclinedSchema, { ...told(one), declinedAt: toTimestamp(now) });
}

/** The case is over. @throws invitation-wrong-state */
export function release(one: Invitation, now: Temporal.Instant): GoBetweenReleased {
  invitationLife.ensure(one.state, GoBetweenReleasedSchema);
  return create(GoBetweenReleasedSchema, { ...told(one), releasedAt: toTimestamp(now) });
}
