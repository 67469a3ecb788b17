import { create } from '@bufbuild/protobuf';
import { ChildEnrolledSchema, ChildWaitingSchema, EnrolmentWithdrawnSchema, toInstant } from '@huying/contracts';
import type { Tx } from '@huying/database';
import { step } from '@huying/http';
import type { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { CLAIM_SERVICE, followClaims, type Claim, type ClaimFollower } from '../claims/follow-claims.js';
import { Booking } from '../venues/venue.entity.js';
import { Child, Enrolment, type EnrolmentState } from './child.entity.js';
import { SchoolClass } from './class.entity.js';
import { enrolmentLife, enrolmentTold, requestEnrolment, withdrawEnrolment } from './enrolment.js';
import { peopleOf } from './run-class/plan-sessions.js';
import { changeClass, classLife } from './term.js';

const follower = followClaims<EnrolmentState, Enrolment>({
  entity: Enrolment,
  life: enrolmentLife,
  begin,
  held: [
    ChildEnrolledSchema,
    (enrolment, { claimId, heldAt: enrolledAt }) =>
      create(ChildEnrolledSchema, { ...enrolmentTold(enrolment), claimId, enrolledAt }),
  ],
  waiting: [
    ChildWaitingSchema,
    (enrolment, { joinedAt: waitingAt }) => create(ChildWaitingSchema, { ...enrolmentTold(enrolment), waitingAt }),
  ],
  over: [EnrolmentWithdrawnSchema, withdrawEnrolment],
});

/** Enrolments follow the claims of children to classes. */
export const enrolments: ClaimFollower = {
  ...follower,
  held: async (tx, event) => {
    // The class first, in that order everywhere.
    const schoolClass = await tx.lockIfPresent(SchoolClass, { id: event.needId, communityId: event.communityId });
    await follower.held(tx, event);
    if (schoolClass?.state === 'open') await makePlaceForAll(tx, schoolClass, toInstant(event.heldAt));
  },
};

/**
 * Places may have been lowered while somebody's claim was on its way here. The claim service lowers nothing below what is held: whoever it
 * took stays, the class has a place for each, and the claim service hears of it, so that both say the same again.
 */
async function makePlaceForAll(tx: Tx, schoolClass: SchoolClass, now: Temporal.Instant): Promise<void> {
  const { id: classId, venueId, startsAt } = schoolClass;
  const enrolled = await tx.manager.countBy(Enrolment, { classId, state: 'enrolled' });
  if (enrolled <= schoolClass.places) return;
  const deed = { by: CLAIM_SERVICE, now, reason: 'more-are-in' };
  const changed = changeClass(schoolClass, { ...deed, enrolled, wish: { places: enrolled, venueId, startsAt } });
  await step(tx, classLife, Object.assign(schoolClass, { places: enrolled }), changed, deed);
  await tx.manager.update(Booking, { seriesId: classId, state: 'booked' }, { people: peopleOf(schoolClass) });
}

/** Of a child that has been erased meanwhile nothing begins: its claim ends as well. */
async function begin(tx: Tx, claim: Claim, now: Temporal.Instant): Promise<Enrolment | undefined> {
  const { communityId, claimId, needId: classId, volunteerId: childId } = claim;
  const schoolClass = await tx.manager.findOneBy(SchoolClass, { id: classId, communityId });
  const child = schoolClass && (await tx.lockIfPresent(Child, { id: childId, communityId }));
  if (!child) return undefined;
  const { guardianId } = child;
  const enrolment = tx.create(Enrolment, {
    ...{ id: uuidv7(), communityId, state: 'requested', claimId },
    ...{ classId, termId: schoolClass.termId, childId, guardianId },
    requestedAt: now,
  });
  await step(tx, enrolmentLife, enrolment, requestEnrolment(enrolment, now), { by: guardianId, now });
  return enrolment;
}
