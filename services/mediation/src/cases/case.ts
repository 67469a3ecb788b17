import { create } from '@bufbuild/protobuf';
import { isBefore } from '@huying/calendar';
import {
  AgreementBrokenSchema,
  AgreementPerformedSchema,
  AgreementReachedSchema,
  CaseAcceptedSchema,
  CaseClosedSchema,
  CaseDescribedSchema,
  CaseReceivedSchema,
  CaseReopenedSchema,
  CaseTerminatedSchema,
  CaseWithdrawnSchema,
  ClockPausedSchema,
  ClockResumedSchema,
  ConfirmationAppliedSchema,
  ConfirmationDeclinedSchema,
  ConfirmationGrantedSchema,
  ConsentRefusedSchema,
  ConsentSoughtSchema,
  GoBetweenAcceptedSchema,
  ImpasseReachedSchema,
  MediatorAssignedSchema,
  PeriodEndingSchema,
  PeriodExtendedSchema,
  toTimestamp,
  ViolenceRiskReportedSchema,
  type CaseAccepted,
  type CaseClosed,
  type CaseDescribed,
  type CaseReceived,
  type CaseReopened,
  type CaseTerminated,
  type CaseWithdrawn,
  type ClockPaused,
  type ClockResumed,
  type PeriodEnding,
  type PeriodExtended,
  type ViolenceRiskReported,
} from '@huying/contracts';
import type { Deed } from '@huying/http';
import { lifecycle } from '@huying/lifecycle';
import type { Temporal } from 'temporal-polyfill';
import { publishedKind, publishedRisk, publishedSource, type Risk } from '../kinds/kinds.js';
import type { CaseState, MediationCase, Termination } from './case.entity.js';
import { caseProblems } from './cases.problems.js';

/** While mediation is still open to the parties. */
export const open: readonly CaseState[] = ['received', 'consent-sought', 'accepted', 'in-mediation'];
const binding: readonly CaseState[] = ['agreed', 'confirmed'];

/** A refusal ends mediation from wherever it stands (art. 17, 23); nothing leads to a session but consent. */
export const caseLife = lifecycle<CaseState>({
  name: 'case',
  title: 'Case 调解案件',
  begins: [CaseReceivedSchema, 'received'],
  ways: [
    [ConsentSoughtSchema, ['received'], 'consent-sought'],
    [CaseAcceptedSchema, ['consent-sought'], 'accepted'],
    [ConsentRefusedSchema, ['consent-sought', 'accepted', 'in-mediation'], 'terminated'],
    [MediatorAssignedSchema, ['accepted', 'in-mediation'], 'in-mediation'],
    [ImpasseReachedSchema, ['in-mediation'], 'in-mediation'],
    [GoBetweenAcceptedSchema, ['in-mediation'], 'in-mediation'],
    [AgreementReachedSchema, ['in-mediation'], 'agreed'],
    [CaseTerminatedSchema, open, 'terminated'],
    [CaseWithdrawnSchema, open, 'withdrawn'],
    [ConfirmationAppliedSchema, ['agreed'], 'agreed'],
    [ConfirmationGrantedSchema, ['agreed', 'broken'], 'confirmed'],
    [ConfirmationDeclinedSchema, ['agreed', 'broken'], 'in-mediation'],
    [AgreementPerformedSchema, [...binding, 'broken'], 'performed'],
    [AgreementBrokenSchema, binding, 'broken'],
    [CaseClosedSchema, ['terminated', 'withdrawn', 'performed', 'broken', 'confirmed'], 'closed'],
    [CaseReopenedSchema, ['terminated', 'withdrawn', 'broken', 'closed'], 'received'],
  ],
  refuse: (state) => caseProblems.wrongState({ state }),
});

/** A case normally ends within a month of its acceptance (人民调解工作若干规定 art. 33). */
export const PERIOD_DAYS = 30;
/** What the sides can add at once. */
export const MOST_EXTENSION_DAYS = 60;
/** How long before the end everybody is told. */
export const TELL_DAYS = 3;
/** A case falls under nobody's deadline but its own: what may still be going on then. */
const timed: readonly CaseState[] = ['accepted', 'in-mediation'];

export const told = ({ id, communityId }: MediationCase) => ({ caseId: id, communityId });

export function receive(one: MediationCase, { sides, now }: { sides: number; now: Temporal.Instant }): CaseReceived {
  return create(CaseReceivedSchema, {
    ...told(one),
    kind: publishedKind(one.kind),
    source: publishedSource(one.source),
    originId: one.originId ?? '',
    urgencyLevel: one.urgency,
    sides,
    group: one.group,
    receivedAt: toTimestamp(now),
  });
}

/** @throws case-wrong-state once the case is accepted: all have consented to what it is about; case-asked-already */
export function ensureDescribable({ state, asked }: MediationCase, wish: { readonly asked?: string }): void {
  if (state !== 'received' && state !== 'consent-sought') throw caseProblems.wrongState({ state });
  if (asked !== null && wish.asked !== undefined) throw caseProblems.askedAlready();
}

export function described(one: MediationCase, now: Temporal.Instant): CaseDescribed {
  return create(CaseDescribedSchema, {
    ...told(one),
    kind: publishedKind(one.kind),
    urgencyLevel: one.urgency,
    group: one.group,
    describedAt: toTimestamp(now),
  });
}

/** Told at once, in whatever state: the police and the street decide for themselves (art. 25). */
export function reportRisk(one: MediationCase, { risk, by, now }: Deed & { risk: Risk }): ViolenceRiskReported {
  return create(ViolenceRiskReportedSchema, {
    ...told(one),
    kind: publishedKind(one.kind),
    risk: publishedRisk(risk),
    reportedBy: by,
    reportedAt: toTimestamp(now),
  });
}

/** @throws case-wrong-state */
export function accept(one: MediationCase, now: Temporal.Instant): CaseAccepted {
  caseLife.ensure(one.state, CaseAcceptedSchema);
  const dueAt = now.add({ hours: PERIOD_DAYS * 24 });
  return create(CaseAcceptedSchema, {
    ...told(one),
    kind: publishedKind(one.kind),
    dueAt: toTimestamp(dueAt),
    acceptedAt: toTimestamp(now),
  });
}

/** @throws case-wrong-state, case-paused */
export function pause(one: MediationCase, { reason, now }: { reason: string; now: Temporal.Instant }): ClockPaused {
  ensureTimed(one);
  if (one.pausedAt) throw caseProblems.paused();
  return create(ClockPausedSchema, { ...told(one), reason, pausedAt: toTimestamp(now) });
}

/** What was lost is added. @throws case-wrong-state, case-not-paused */
export function resume(one: MediationCase, now: Temporal.Instant): ClockResumed {
  const dueAt = ensureTimed(one);
  if (!one.pausedAt) throw caseProblems.notPaused();
  return create(ClockResumedSchema, {
    ...told(one),
    dueAt: toTimestamp(dueAt.add(one.pausedAt.until(now))),
    resumedAt: toTimestamp(now),
  });
}

/** @throws case-wrong-state, case-paused, case-extension-too-short, case-extension-too-long */
export function ensureExtendable(one: MediationCase, until: Temporal.Instant): void {
  const dueAt = ensureTimed(one);
  if (one.pausedAt) throw caseProblems.paused();
  if (!isBefore(dueAt, until)) throw caseProblems.extensionTooShort({ dueAt: dueAt.toString() });
  if (isBefore(dueAt.add({ hours: MOST_EXTENSION_DAYS * 24 }), until)) {
    throw caseProblems.extensionTooLong({ days: MOST_EXTENSION_DAYS });
  }
}

/**
 * @param sides all sides of the case
 * @returns undefined while a side has not agreed
 * @throws case-wrong-state, case-no-extension
 */
export function extend(
  one: MediationCase,
  { sides, agreed, now }: { sides: readonly number[]; agreed: readonly number[]; now: Temporal.Instant },
): PeriodExtended | undefined {
  ensureTimed(one);
  if (!one.extendTo) throw caseProblems.noExtension();
  if (sides.some((side) => !agreed.includes(side))) return undefined;
  return create(PeriodExtendedSchema, {
    ...told(one),
    dueAt: toTimestamp(one.extendTo),
    extendedAt: toTimestamp(now),
  });
}

/** Once for each end, some days before it. */
export function tellOfEnd(one: MediationCase, now: Temporal.Instant): PeriodEnding | undefined {
  const { dueAt, pausedAt, toldOfEnd } = one;
  if (!dueAt || pausedAt || !timed.includes(one.state) || toldOfEnd?.equals(dueAt)) return undefined;
  if (isBefore(now, dueAt.subtract({ hours: TELL_DAYS * 24 }))) return undefined;
  return create(PeriodEndingSchema, { ...told(one), dueAt: toTimestamp(dueAt), toldAt: toTimestamp(now) });
}

/** Whether the time is over. */
export function isOverdue({ dueAt, pausedAt, state }: MediationCase, now: Temporal.Instant): boolean {
  return dueAt !== null && pausedAt === null && timed.includes(state) && !isBefore(now, dueAt);
}

/** @throws case-wrong-state */
export function terminate(
  one: MediationCase,
  { reason, now }: { reason: Termination; now: Temporal.Instant },
): CaseTerminated {
  caseLife.ensure(one.state, CaseTerminatedSchema);
  return create(CaseTerminatedSchema, {
    ...told(one),
    kind: publishedKind(one.kind),
    reason,
    terminatedAt: toTimestamp(now),
  });
}

/** @throws case-wrong-state */
export function withdraw(one: MediationCase, { by, now }: Deed): CaseWithdrawn {
  caseLife.ensure(one.state, CaseWithdrawnSchema);
  return create(CaseWithdrawnSchema, { ...told(one), withdrawnBy: by, withdrawnAt: toTimestamp(now) });
}

/** @throws case-confirmed-by-court, case-wrong-state */
export function reopen(one: MediationCase, { by, now }: Deed): CaseReopened {
  if (one.confirmedAt) throw caseProblems.confirmedByCourt();
  caseLife.ensure(one.state, CaseReopenedSchema);
  return create(CaseReopenedSchema, { ...told(one), reopenedBy: by, reopenedAt: toTimestamp(now) });
}

/**
 * @param missing what the file lacks, in words (art. 27)
 * @throws case-wrong-state, case-file-incomplete
 */
export function close(one: MediationCase, { missing, now }: { missing: string[]; now: Temporal.Instant }): CaseClosed {
  caseLife.ensure(one.state, CaseClosedSchema);
  if (missing.length > 0) throw caseProblems.fileIncomplete({ missing: missing.join(', ') });
  return create(CaseClosedSchema, {
    ...told(one),
    kind: publishedKind(one.kind),
    outcome: one.state,
    closedAt: toTimestamp(now),
  });
}

/** The end of a case whose time runs. @throws case-wrong-state */
function ensureTimed({ state, dueAt }: MediationCase): Temporal.Instant {
  if (!timed.includes(state) || !dueAt) throw caseProblems.wrongState({ state });
  return dueAt;
}
