import { create } from '@bufbuild/protobuf';
import {
  ChildEnrolledSchema,
  ChildWaitingSchema,
  EnrolmentEndedSchema,
  EnrolmentRequestedSchema,
  EnrolmentWithdrawnSchema,
  FormerPupilFollowedSchema,
  FormerPupilForgottenSchema,
  FormerPupilInvitedSchema,
  FormerPupilReturnedSchema,
  PupilGraduatedSchema,
  toTimestamp,
  type EnrolmentEnded,
  type EnrolmentRequested,
  type EnrolmentWithdrawn,
  type FormerPupilFollowed,
  type FormerPupilForgotten,
  type FormerPupilInvited,
  type FormerPupilReturned,
  type PupilGraduated,
} from '@huying/contracts';
import { lifecycle } from '@huying/lifecycle';
import type { Deed, ReasonedDeed } from '@huying/http';
import { Temporal } from 'temporal-polyfill';
import type { Enrolment, EnrolmentState, FormerPupil, FormerPupilState } from './child.entity.js';
import { enrolmentProblems, formerPupilProblems } from './classes.problems.js';

/** Enrolments and what follows them, as decisions. Places, the waiting list and promotion are the claim service's. */

export const enrolmentLife = lifecycle<EnrolmentState>({
  name: 'enrolment',
  title: 'Enrolment 报名',
  begins: [EnrolmentRequestedSchema, 'requested'],
  ways: [
    [ChildEnrolledSchema, ['requested', 'waiting'], 'enrolled'],
    [ChildWaitingSchema, ['requested'], 'waiting'],
    [EnrolmentWithdrawnSchema, ['requested', 'waiting', 'enrolled'], 'withdrawn'],
    [PupilGraduatedSchema, ['enrolled'], 'graduated'],
    [EnrolmentEndedSchema, ['requested', 'waiting', 'enrolled'], 'ended'],
  ],
  refuse: (state) => enrolmentProblems.wrongState({ state }),
});

export const formerPupilLife = lifecycle<FormerPupilState>({
  name: 'former-pupil',
  title: 'Former pupil 结业学员',
  begins: [FormerPupilFollowedSchema, 'followed'],
  ways: [
    [FormerPupilInvitedSchema, ['followed'], 'invited'],
    [FormerPupilReturnedSchema, ['followed', 'invited'], 'returned'],
    [FormerPupilForgottenSchema, ['followed', 'invited', 'returned'], 'forgotten'],
  ],
  refuse: (state) => formerPupilProblems.wrongState({ state }),
});

/** The age from which one may volunteer here, as the volunteer service has it. */
export const VOLUNTEER_AGE = 14;

export const enrolmentTold = ({ id, communityId, classId, termId, childId }: Enrolment) => ({
  ...{ enrolmentId: id, communityId },
  ...{ classId, termId, childId },
});

/** Full years of age on a day. */
export const ageOn = (birthDate: string, day: Temporal.PlainDate): number =>
  Temporal.PlainDate.from(birthDate).until(day, { largestUnit: 'years' }).years;

/** A guardian has asked for a place, and the claim service has said what became of it. */
export const requestEnrolment = (enrolment: Enrolment, now: Temporal.Instant): EnrolmentRequested =>
  create(EnrolmentRequestedSchema, {
    ...enrolmentTold(enrolment),
    guardianId: enrolment.guardianId,
    claimId: enrolment.claimId,
    requestedAt: toTimestamp(now),
  });

/** @throws enrolment-wrong-state */
export function withdrawEnrolment(enrolment: Enrolment, { by, now, reason }: ReasonedDeed): EnrolmentWithdrawn {
  enrolmentLife.ensure(enrolment.state, EnrolmentWithdrawnSchema);
  return create(EnrolmentWithdrawnSchema, {
    ...enrolmentTold(enrolment),
    reason,
    withdrawnBy: by,
    withdrawnAt: toTimestamp(now),
  });
}

/** Who had a place and came often enough graduates; whoever else is left has ended. Sessions that were not held do not count. */
export function finish(
  enrolment: Enrolment,
  { attended, sessions, percent, by, now }: Deed & { attended: number; sessions: number; percent: number },
): PupilGraduated | EnrolmentEnded | undefined {
  if (!enrolmentLife.may(enrolment.state, EnrolmentEndedSchema)) return undefined;
  const enough = sessions > 0 && attended * 100 >= sessions * percent;
  if (enrolmentLife.may(enrolment.state, PupilGraduatedSchema) && enough) {
    return create(PupilGraduatedSchema, {
      ...{ ...enrolmentTold(enrolment), attended, sessions },
      ...{ graduatedBy: by, graduatedAt: toTimestamp(now) },
    });
  }
  const reason = enrolment.state === 'enrolled' ? `attended ${attended} of ${sessions}` : 'no-place';
  return create(EnrolmentEndedSchema, { ...enrolmentTold(enrolment), reason, endedAt: toTimestamp(now) });
}

const MONTHS_OF_QUARTER = 3;

/**
 * When a former pupil is asked to return: on the first day of a quarter by which they have the age, all of the quarter together, so that the
 * day tells no birthday; today, if they have it already.
 */
export function inviteDayOf(birthDate: string, today: string): string {
  const from = Temporal.PlainDate.from(birthDate).add({ years: VOLUNTEER_AGE });
  if (from.toString() <= today) return today;
  const quarter = from.with({ month: from.month - ((from.month - 1) % MONTHS_OF_QUARTER), day: 1 });
  const first = quarter.equals(from) ? quarter : quarter.add({ months: MONTHS_OF_QUARTER });
  return first.toString();
}

/** @returns nothing where it is not yet time, or the pupil has returned or is forgotten */
export function invitePupil(
  pupil: FormerPupil,
  { today, now }: { today: string; now: Temporal.Instant },
): FormerPupilInvited | undefined {
  if (!formerPupilLife.may(pupil.state, FormerPupilInvitedSchema) || pupil.inviteOn > today) return undefined;
  const { id: formerPupilId, communityId, accountId } = pupil;
  return create(FormerPupilInvitedSchema, {
    ...{ formerPupilId, communityId, accountId: accountId ?? '', invitedAt: toTimestamp(now) },
  });
}

/** A former pupil who registers as a volunteer has returned, invited or not. */
export function returnPupil(pupil: FormerPupil, now: Temporal.Instant): FormerPupilReturned | undefined {
  if (!formerPupilLife.may(pupil.state, FormerPupilReturnedSchema)) return undefined;
  const { id: formerPupilId, communityId, termId } = pupil;
  return create(FormerPupilReturnedSchema, { formerPupilId, communityId, termId, returnedAt: toTimestamp(now) });
}

/** @throws former-pupil-wrong-state */
export function forgetPupil(pupil: FormerPupil, now: Temporal.Instant): FormerPupilForgotten {
  formerPupilLife.ensure(pupil.state, FormerPupilForgottenSchema);
  const { id: formerPupilId, communityId } = pupil;
  return create(FormerPupilForgottenSchema, { formerPupilId, communityId, forgottenAt: toTimestamp(now) });
}

/** @throws former-pupil-without-consent, former-pupil-not-graduated */
export function followPupil(
  pupil: FormerPupil,
  { consent, graduated, now }: { consent: boolean; graduated: boolean; now: Temporal.Instant },
): FormerPupilFollowed {
  if (!consent) throw formerPupilProblems.withoutConsent();
  if (!graduated) throw formerPupilProblems.notGraduated();
  const { id: formerPupilId, communityId, termId, accountId, inviteOn } = pupil;
  return create(FormerPupilFollowedSchema, {
    ...{ formerPupilId, communityId, termId, accountId: accountId ?? '', inviteOn, followedAt: toTimestamp(now) },
  });
}
