import { create } from '@bufbuild/protobuf';
import { ChildEnrolledSchema, ChildWaitingSchema, EnrolmentWithdrawnSchema } from '@huying/contracts';
import type { Tx } from '@huying/database';
import { step } from '@huying/http';
import type { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { followClaims, type Claim } from '../claims/follow-claims.js';
import { Child, Enrolment, type EnrolmentState } from './child.entity.js';
import { SchoolClass } from './class.entity.js';
import { enrolmentLife, enrolmentTold, requestEnrolment, withdrawEnrolment } from './enrolment.js';

/** Enrolments follow the claims of children to classes. */
export const enrolments = followClaims<EnrolmentState, Enrolment>({
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
