import { create } from '@bufbuild/protobuf';
import {
  ProposalDeclinedSchema,
  ProposalMadeSchema,
  ProposalSupportLostSchema,
  ProposalSupportReachedSchema,
  ProposalTakenUpSchema,
  ProposalWithdrawnSchema,
  toTimestamp,
  type ProposalDeclined,
  type ProposalMade,
  type ProposalSupportLost,
  type ProposalSupportReached,
  type ProposalTakenUp,
  type ProposalWithdrawn,
} from '@huying/contracts';
import { isBefore } from '@huying/calendar';
import { shown, type Deed, type ReasonedDeed } from '@huying/http';
import { lifecycle } from '@huying/lifecycle';
import type { Temporal } from 'temporal-polyfill';
import type { Proposal, ProposalState } from './proposal.entity.js';
import { proposalProblems } from './proposals.problems.js';

/** It is ready for staff as long as enough households support it, and no longer. */
export const proposalLife = lifecycle<ProposalState>({
  name: 'proposal',
  title: 'Proposal 居民提议',
  begins: [ProposalMadeSchema, 'gathering'],
  ways: [
    [ProposalSupportReachedSchema, ['gathering'], 'ready'],
    [ProposalSupportLostSchema, ['ready'], 'gathering'],
    [ProposalTakenUpSchema, ['ready'], 'taken-up'],
    [ProposalDeclinedSchema, ['gathering', 'ready'], 'declined'],
    [ProposalWithdrawnSchema, ['gathering', 'ready'], 'withdrawn'],
  ],
  refuse: (state) => proposalProblems.wrongState({ state }),
});

/** In these it waits for supporters or for staff. */
export const undecided = ['gathering', 'ready'] as const satisfies readonly ProposalState[];
/** How many proposals of one person may wait at a time. */
export const MOST_UNDECIDED = 3;

/**
 * Accounts are cheap, and a household that was entered yesterday may be nobody's: who proposes or supports acts for a household that has
 * been known for so many days of 24 hours.
 * @param enteredAt since when the household is known; undefined: the account has none
 * @throws proposal-no-household, proposal-household-too-fresh
 */
export function ensureSettled(enteredAt: Temporal.Instant | undefined, days: number, now: Temporal.Instant): void {
  if (!enteredAt) throw proposalProblems.noHousehold();
  if (isBefore(now, enteredAt.add({ hours: days * 24 }))) {
    throw proposalProblems.householdTooFresh({ since: shown(enteredAt), days });
  }
}

const told = ({ id: proposalId, communityId }: Proposal) => ({ proposalId, communityId });

/** @param waiting proposals of the same person that are not decided @throws proposal-too-many */
export function makeProposal(one: Proposal, { waiting, by, now }: Deed & { waiting: number }): ProposalMade {
  if (waiting >= MOST_UNDECIDED) throw proposalProblems.tooMany({ most: MOST_UNDECIDED });
  const { supportersNeeded } = one;
  return create(ProposalMadeSchema, { ...told(one), supportersNeeded, madeBy: by, madeAt: toTimestamp(now) });
}

/** Support is given and withdrawn until the proposal is decided. @throws proposal-wrong-state */
export function ensureSupportable({ state }: Proposal): void {
  if (!undecided.some((one) => one === state)) throw proposalProblems.wrongState({ state });
}

/**
 * What follows from the number of households that now support it.
 * @returns undefined where nothing does
 * @throws proposal-wrong-state
 */
export function weighSupport(
  one: Proposal,
  supporters: number,
  now: Temporal.Instant,
): ProposalSupportReached | ProposalSupportLost | undefined {
  ensureSupportable(one);
  const isEnough = supporters >= one.supportersNeeded;
  if (isEnough === (one.state === 'ready')) return undefined;
  return isEnough
    ? create(ProposalSupportReachedSchema, { ...told(one), supporters, reachedAt: toTimestamp(now) })
    : create(ProposalSupportLostSchema, { ...told(one), supporters, lostAt: toTimestamp(now) });
}

/** @throws proposal-wrong-state unless enough support it */
export function takeUp(one: Proposal, { consultationId, by, now }: Deed & { consultationId: string }): ProposalTakenUp {
  proposalLife.ensure(one.state, ProposalTakenUpSchema);
  return create(ProposalTakenUpSchema, { ...told(one), consultationId, takenUpBy: by, takenUpAt: toTimestamp(now) });
}

/** @throws proposal-wrong-state */
export function declineProposal(one: Proposal, { by, now, reason }: ReasonedDeed): ProposalDeclined {
  proposalLife.ensure(one.state, ProposalDeclinedSchema);
  return create(ProposalDeclinedSchema, { ...told(one), reason, declinedBy: by, declinedAt: toTimestamp(now) });
}

/** @throws proposal-not-yours, proposal-wrong-state */
export function withdrawProposal(one: Proposal, { by, now }: Deed): ProposalWithdrawn {
  if (one.madeBy !== by) throw proposalProblems.notYours();
  proposalLife.ensure(one.state, ProposalWithdrawnSchema);
  return create(ProposalWithdrawnSchema, { ...told(one), withdrawnAt: toTimestamp(now) });
}
