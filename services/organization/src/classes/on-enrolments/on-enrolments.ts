import { create } from '@bufbuild/protobuf';
import {
  ChildEnrolledSchema,
  ChildWaitingSchema,
  EnrolmentWithdrawnSchema,
  PlaceHeldSchema,
  PlaceReleasedSchema,
  PlacesOf,
  toInstant,
  WaitingListJoinedSchema,
  WaitingListLeftSchema,
  type PlaceHeld,
  type PlaceReleased,
  type WaitingListJoined,
  type WaitingListLeft,
} from '@huying/contracts';
import type { Tx } from '@huying/database';
import { Consumer, On, type Delivery } from '@huying/events';
import type { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { followClaim, isOf, PLACE_GIVEN_BACK, type Claim, type Following } from '../../lives/follow-claim.js';
import { CLAIM_SERVICE, step } from '../../lives/step.js';
import { Child, Enrolment, type EnrolmentState } from '../child.entity.js';
import { SchoolClass } from '../class.entity.js';
import { enrolmentLife, enrolmentTold, requestEnrolment, withdrawEnrolment } from '../enrolment.js';

const isOfClass = isOf(PlacesOf.CLASS);
const enrolments: Following<EnrolmentState, Enrolment> = { entity: Enrolment, life: enrolmentLife, begin };

/** Which child has a place in a class is the claim service's decision; it is followed here. */
@Consumer()
export class OnEnrolments {
  @On(PlaceHeldSchema, isOfClass)
  held({ event, tx }: Delivery<PlaceHeld>): Promise<void> {
    const { heldAt: enrolledAt, claimId } = event;
    return followClaim(tx, enrolments, event, ChildEnrolledSchema, toInstant(enrolledAt), (enrolment) =>
      create(ChildEnrolledSchema, { ...enrolmentTold(enrolment), claimId, enrolledAt }),
    );
  }

  @On(PlaceReleasedSchema, isOfClass)
  released({ event, tx }: Delivery<PlaceReleased>): Promise<void> {
    return withdraw(tx, event, toInstant(event.releasedAt));
  }

  @On(WaitingListJoinedSchema, isOfClass)
  waiting({ event, tx }: Delivery<WaitingListJoined>): Promise<void> {
    const { joinedAt: waitingAt } = event;
    return followClaim(tx, enrolments, event, ChildWaitingSchema, toInstant(waitingAt), (enrolment) =>
      create(ChildWaitingSchema, { ...enrolmentTold(enrolment), waitingAt }),
    );
  }

  @On(WaitingListLeftSchema, isOfClass)
  left({ event, tx }: Delivery<WaitingListLeft>): Promise<void> {
    return withdraw(tx, event, toInstant(event.leftAt));
  }
}

const withdraw = (tx: Tx, claim: Claim, now: Temporal.Instant): Promise<void> =>
  followClaim(tx, enrolments, claim, EnrolmentWithdrawnSchema, now, (enrolment) =>
    withdrawEnrolment(enrolment, { by: CLAIM_SERVICE, now, reason: PLACE_GIVEN_BACK }),
  );

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
