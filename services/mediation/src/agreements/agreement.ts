import { create } from '@bufbuild/protobuf';
import { dayKindOf, dayOf, isBefore } from '@huying/calendar';
import {
  AgreementAbandonedSchema,
  AgreementBrokenSchema,
  AgreementConfirmedSchema,
  AgreementDraftedSchema,
  AgreementPerformedSchema,
  AgreementReachedSchema,
  AgreementRevisedSchema,
  ConfirmationAppliedSchema,
  ConfirmationDeclinedSchema,
  ConfirmationGrantedSchema,
  InstalmentDueSchema,
  InstalmentPerformedSchema,
  toTimestamp,
  type AgreementAbandoned,
  type AgreementBroken,
  type AgreementConfirmed,
  type AgreementDrafted,
  type AgreementPerformed,
  type AgreementReached,
  type AgreementRevised,
  type ConfirmationApplied,
  type ConfirmationDeclined,
  type ConfirmationGranted,
  type InstalmentDue,
  type InstalmentPerformed,
} from '@huying/contracts';
import { lifecycle } from '@huying/lifecycle';
import { Temporal } from 'temporal-polyfill';
import type { MediationCase, Party } from '../cases/case.entity.js';
import { present } from '../cases/parties.js';
import { publishedKind } from '../kinds/kinds.js';
import type { Agreement, AgreementContent, AgreementState, Instalment, Signature } from './agreement.entity.js';
import { agreementProblems } from './agreements.problems.js';

const binding: readonly AgreementState[] = ['in-force', 'confirmed'];

export const agreementLife = lifecycle<AgreementState>({
  name: 'agreement',
  title: 'Agreement 调解协议',
  begins: [AgreementDraftedSchema, 'drafted'],
  ways: [
    [AgreementRevisedSchema, ['drafted'], 'drafted'],
    [AgreementConfirmedSchema, ['drafted'], 'drafted'],
    [AgreementAbandonedSchema, ['drafted'], 'abandoned'],
    [AgreementReachedSchema, ['drafted'], 'in-force'],
    [ConfirmationAppliedSchema, ['in-force'], 'in-force'],
    [ConfirmationGrantedSchema, ['in-force', 'broken'], 'confirmed'],
    [ConfirmationDeclinedSchema, ['in-force', 'broken'], 'void'],
    [AgreementPerformedSchema, [...binding, 'broken'], 'performed'],
    [AgreementBrokenSchema, binding, 'broken'],
  ],
  refuse: (state) => agreementProblems.wrongState({ state }),
});

/** From its effect on the court can be asked for so many days (art. 33; 民事诉讼法 art. 205). */
export const CONFIRMATION_DAYS = 30;
/** Who owes something is reminded so many days before. */
export const REMIND_DAYS = 3;
/** What is not done so many days after its day is broken. */
export const GRACE_DAYS = 7;

const told = ({ id, communityId, caseId }: Agreement) => ({ agreementId: id, communityId, caseId });

/**
 * What art. 29 wants is there, and nothing is due before it is agreed.
 * @param today `YYYY-MM-DD`
 * @throws agreement-unknown-party, agreement-party-left-out, agreement-due-before-agreement
 */
export function ensureComplete(content: AgreementContent, parties: readonly Party[], today: string): void {
  const known = new Set(present(parties).map(({ id }) => id));
  const named = [
    ...content.responsibility.map(({ partyId }) => partyId),
    ...content.instalments.flatMap(({ from, to }) => [from, to]),
  ];
  if (named.some((id) => !known.has(id))) throw agreementProblems.unknownParty();
  const responsible = new Set(content.responsibility.map(({ partyId }) => partyId));
  const count = [...known].filter((id) => !responsible.has(id)).length;
  if (count > 0) throw agreementProblems.partyLeftOut({ count });
  const early = content.instalments.findIndex(({ dueOn }) => dueOn < today);
  if (early >= 0) {
    const dueOn = content.instalments[early]?.dueOn ?? '';
    throw agreementProblems.dueBeforeAgreement({ number: early + 1, dueOn });
  }
}

export function draft(one: Agreement, now: Temporal.Instant): AgreementDrafted {
  return create(AgreementDraftedSchema, { ...told(one), form: one.form, draftedAt: toTimestamp(now) });
}

/** @throws agreement-wrong-state */
export function revise(one: Agreement, now: Temporal.Instant): AgreementRevised {
  agreementLife.ensure(one.state, AgreementRevisedSchema);
  return create(AgreementRevisedSchema, { ...told(one), edition: one.edition + 1, revisedAt: toTimestamp(now) });
}

/** @throws agreement-wrong-state, agreement-other-edition, agreement-confirmed-already */
export function confirm(
  one: Agreement,
  { signature, edition, now }: { signature: Signature; edition: number; now: Temporal.Instant },
): AgreementConfirmed {
  agreementLife.ensure(one.state, AgreementConfirmedSchema);
  if (edition !== one.edition) throw agreementProblems.otherEdition({ edition: one.edition });
  const { partyId, witness } = signature;
  if (one.signatures.some((made) => made.partyId === partyId)) throw agreementProblems.confirmedAlready();
  return create(AgreementConfirmedSchema, {
    ...told(one),
    edition,
    partyId,
    onPaper: witness !== null,
    confirmedAt: toTimestamp(now),
  });
}

/** Who has still to confirm. */
export const unsigned = ({ signatures }: Agreement, parties: readonly Party[]): Party[] =>
  present(parties).filter(({ id }) => !signatures.some(({ partyId }) => partyId === id));

const isRest = (day: Temporal.PlainDate): boolean => ['weekend', 'holiday'].includes(dayKindOf(day));

/**
 * The last moment of the last of the thirty days, in the community's zone. The day of effect does not count, and a last day on which
 * people rest moves to the next on which they work (民事诉讼法 art. 85).
 */
export function confirmationUntil(reachedAt: Temporal.Instant, zone: string): Temporal.Instant {
  let last = dayOf(reachedAt, zone).add({ days: CONFIRMATION_DAYS });
  while (isRest(last)) last = last.add({ days: 1 });
  return last.add({ days: 1 }).toZonedDateTime(zone).toInstant().subtract({ milliseconds: 1 });
}

/**
 * A written agreement takes effect with the hands of all parties, the mediator and the committee (art. 29); an oral one with the
 * parties' word, recorded by the mediator (art. 28, 30).
 * @throws agreement-wrong-state, agreement-not-signed-by-all, and what `ensureComplete` refuses
 */
export function reach(
  one: Agreement,
  {
    case: { kind },
    parties,
    today,
    zone,
    now,
  }: { case: MediationCase; parties: readonly Party[]; today: string; zone: string; now: Temporal.Instant },
): AgreementReached {
  agreementLife.ensure(one.state, AgreementReachedSchema);
  const missing = unsigned(one, parties).length;
  const mediators = one.signedBy === null ? 1 : 0;
  if (missing > 0 || mediators > 0) throw agreementProblems.notSignedByAll({ missing, mediators });
  ensureComplete(one.content, parties, today);
  return create(AgreementReachedSchema, {
    ...told(one),
    kind: publishedKind(kind),
    form: one.form,
    instalments: one.content.instalments.length,
    confirmationUntil: toTimestamp(confirmationUntil(now, zone)),
    reachedAt: toTimestamp(now),
  });
}

/** @throws agreement-wrong-state */
export function abandon(one: Agreement, now: Temporal.Instant): AgreementAbandoned {
  agreementLife.ensure(one.state, AgreementAbandonedSchema);
  return create(AgreementAbandonedSchema, { ...told(one), abandonedAt: toTimestamp(now) });
}

/**
 * What is late is still taken.
 * @throws agreement-wrong-state, agreement-no-such-instalment, agreement-performed-already
 */
export function perform(
  one: Agreement,
  { instalments, number, now }: { instalments: readonly Instalment[]; number: number; now: Temporal.Instant },
): InstalmentPerformed {
  agreementLife.ensure(one.state, AgreementPerformedSchema);
  const instalment = instalments.find((each) => each.number === number);
  if (!instalment) throw agreementProblems.noSuchInstalment({ number });
  if (instalment.performedAt) throw agreementProblems.performedAlready({ number });
  const outstanding = instalments.filter(({ performedAt }) => performedAt === null).length - 1;
  return create(InstalmentPerformedSchema, {
    ...told(one),
    number,
    partyId: instalment.partyId,
    outstanding,
    performedAt: toTimestamp(now),
  });
}

export function performAll(one: Agreement, kind: MediationCase['kind'], now: Temporal.Instant): AgreementPerformed {
  agreementLife.ensure(one.state, AgreementPerformedSchema);
  return create(AgreementPerformedSchema, { ...told(one), kind: publishedKind(kind), performedAt: toTimestamp(now) });
}

const daysAfter = (day: string, days: number): string => Temporal.PlainDate.from(day).add({ days }).toString();

/** Who owes something is reminded once, some days before. */
export function remind(
  one: Agreement,
  { instalment, today, now }: { instalment: Instalment; today: string; now: Temporal.Instant },
): InstalmentDue | undefined {
  const { number, partyId, dueOn, remindedAt, performedAt } = instalment;
  if (remindedAt || performedAt || !binding.includes(one.state)) return undefined;
  if (today < daysAfter(dueOn, -REMIND_DAYS)) return undefined;
  return create(InstalmentDueSchema, { ...told(one), number, partyId, dueOn, remindedAt: toTimestamp(now) });
}

/** The first thing that was not done in time; undefined: none. */
export const overdue = (instalments: readonly Instalment[], today: string, days = GRACE_DAYS): Instalment | undefined =>
  instalments.find(({ dueOn, performedAt }) => performedAt === null && today > daysAfter(dueOn, days));

/** @throws agreement-wrong-state, agreement-not-due */
export function breakOff(
  one: Agreement,
  {
    kind,
    instalment,
    today,
    now,
  }: { kind: MediationCase['kind']; instalment: Instalment; today: string; now: Temporal.Instant },
): AgreementBroken {
  agreementLife.ensure(one.state, AgreementBrokenSchema);
  const { number, dueOn, performedAt } = instalment;
  if (performedAt || today <= dueOn) throw agreementProblems.notDue({ number });
  return create(AgreementBrokenSchema, { ...told(one), kind: publishedKind(kind), number, brokenAt: toTimestamp(now) });
}

/** Whether the court can still be asked. @throws agreement-wrong-state, agreement-applied-already, agreement-confirmation-too-late */
export function ensureAskable(one: Agreement, now: Temporal.Instant): void {
  agreementLife.ensure(one.state, ConfirmationAppliedSchema);
  if (one.appliedAt) throw agreementProblems.appliedAlready();
  const until = one.confirmationUntil;
  if (!until || isBefore(until, now)) {
    throw agreementProblems.confirmationTooLate({ until: until?.toString() ?? '' });
  }
}

/**
 * The parties ask together (art. 33): undefined while one has not.
 * @throws agreement-wrong-state, agreement-applied-already, agreement-confirmation-too-late
 */
export function applyToCourt(
  one: Agreement,
  { applicants, now }: { applicants: readonly string[]; now: Temporal.Instant },
): ConfirmationApplied | undefined {
  ensureAskable(one, now);
  if (one.signatures.some(({ partyId }) => !applicants.includes(partyId))) return undefined;
  return create(ConfirmationAppliedSchema, { ...told(one), partyIds: [...applicants], appliedAt: toTimestamp(now) });
}

/** @throws agreement-wrong-state, agreement-not-applied */
export function grantByCourt(one: Agreement, now: Temporal.Instant): ConfirmationGranted {
  agreementLife.ensure(one.state, ConfirmationGrantedSchema);
  if (!one.appliedAt) throw agreementProblems.notApplied();
  return create(ConfirmationGrantedSchema, { ...told(one), grantedAt: toTimestamp(now) });
}

/** @throws agreement-wrong-state, agreement-not-applied */
export function declineByCourt(one: Agreement, now: Temporal.Instant): ConfirmationDeclined {
  agreementLife.ensure(one.state, ConfirmationDeclinedSchema);
  if (!one.appliedAt) throw agreementProblems.notApplied();
  return create(ConfirmationDeclinedSchema, { ...told(one), declinedAt: toTimestamp(now) });
}
