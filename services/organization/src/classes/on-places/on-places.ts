import { create, type DescMessage, type Message } from '@bufbuild/protobuf';
import {
  ChildEnrolledSchema,
  ChildWaitingSchema,
  EnrolmentWithdrawnSchema,
  isOfNeed,
  PlaceHandedOverSchema,
  PlaceHeldSchema,
  PlaceReleasedSchema,
  PlacesOf,
  toInstant,
  toTimestamp,
  WaitingListJoinedSchema,
  WaitingListLeftSchema,
  type PlaceHandedOver,
  type PlaceHeld,
  type PlaceReleased,
  type WaitingListJoined,
  type WaitingListLeft,
} from '@huying/contracts';
import type { Tx } from '@huying/database';
import { Consumer, On, type Delivery } from '@huying/events';
import type { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { CLAIM_SERVICE, step } from '../../lives/step.js';
import { Child, Enrolment } from '../child.entity.js';
import { ClassSession, SchoolClass } from '../class.entity.js';
import { enrolmentLife, enrolmentTold, requestEnrolment } from '../enrolment.js';
import { findTeacher, loseTeacher, sessionLife } from '../session.js';

/** A claim, as the claim service speaks of it: of a session's need the claimant is a volunteer, of a class a child. */
interface Claim {
  readonly communityId: string;
  readonly needId: string;
  readonly claimId: string;
  readonly volunteerId: string;
}

const isOfClass = ({ of }: { readonly of: PlacesOf }): boolean => of === PlacesOf.CLASS;

/** Who teaches and who has a place in a class is the claim service's decision; it is followed here. */
@Consumer()
export class OnPlaces {
  @On(PlaceHeldSchema)
  async held({ event, tx }: Delivery<PlaceHeld>): Promise<void> {
    const now = toInstant(event.heldAt);
    if (event.of === PlacesOf.NEED) return teach(tx, event, now);
    if (event.of !== PlacesOf.CLASS) return;
    const told = (enrolment: Enrolment) =>
      create(ChildEnrolledSchema, { ...enrolmentTold(enrolment), enrolledAt: toTimestamp(now) });
    await follow(tx, event, ChildEnrolledSchema, told, now);
  }

  @On(PlaceReleasedSchema)
  async released({ event, tx }: Delivery<PlaceReleased>): Promise<void> {
    const now = toInstant(event.releasedAt);
    if (event.of === PlacesOf.NEED) return cease(tx, event, now);
    if (event.of !== PlacesOf.CLASS) return;
    await follow(tx, event, EnrolmentWithdrawnSchema, (enrolment) => withdrawn(enrolment, now), now);
  }

  @On(PlaceHandedOverSchema, isOfNeed)
  async handedOver({ event, tx }: Delivery<PlaceHandedOver>): Promise<void> {
    const now = toInstant(event.handedOverAt);
    await cease(tx, { needId: event.needId, volunteerId: event.fromVolunteerId }, now);
    await teach(tx, event, now);
  }

  @On(WaitingListJoinedSchema, isOfClass)
  async waiting({ event, tx }: Delivery<WaitingListJoined>): Promise<void> {
    const now = toInstant(event.joinedAt);
    const told = (enrolment: Enrolment) =>
      create(ChildWaitingSchema, { ...enrolmentTold(enrolment), waitingAt: toTimestamp(now) });
    await follow(tx, event, ChildWaitingSchema, told, now);
  }

  @On(WaitingListLeftSchema, isOfClass)
  async left({ event, tx }: Delivery<WaitingListLeft>): Promise<void> {
    const now = toInstant(event.leftAt);
    await follow(tx, event, EnrolmentWithdrawnSchema, (enrolment) => withdrawn(enrolment, now), now);
  }
}

const REASON = 'place-given-back';

const withdrawn = (enrolment: Enrolment, now: Temporal.Instant) =>
  create(EnrolmentWithdrawnSchema, {
    ...{ ...enrolmentTold(enrolment), reason: REASON },
    ...{ withdrawnBy: CLAIM_SERVICE, withdrawnAt: toTimestamp(now) },
  });

async function teach(
  tx: Tx,
  { needId, volunteerId }: Pick<Claim, 'needId' | 'volunteerId'>,
  now: Temporal.Instant,
): Promise<void> {
  const session = await tx.lockIfPresent(ClassSession, { needId });
  const found = session && findTeacher(session, { teacherId: volunteerId, now });
  if (session && found) {
    session.teacherId = volunteerId;
    await step(tx, sessionLife, session, found, { by: CLAIM_SERVICE, now, reason: 'place-held' });
  }
}

async function cease(
  tx: Tx,
  { needId, volunteerId }: Pick<Claim, 'needId' | 'volunteerId'>,
  now: Temporal.Instant,
): Promise<void> {
  const session = await tx.lockIfPresent(ClassSession, { needId });
  const lost = session && loseTeacher(session, { teacherId: volunteerId, now });
  if (session && lost) {
    session.teacherId = null;
    await step(tx, sessionLife, session, lost, { by: CLAIM_SERVICE, now, reason: REASON });
  }
}

/** Moves the enrolment that follows that claim, unless it has gone further by itself; the first that is heard of a claim begins it. */
async function follow(
  tx: Tx,
  claim: Claim,
  schema: DescMessage,
  tell: (enrolment: Enrolment) => Message,
  now: Temporal.Instant,
): Promise<void> {
  const enrolment = (await tx.lockIfPresent(Enrolment, { claimId: claim.claimId })) ?? (await begin(tx, claim, now));
  if (!enrolment || !enrolmentLife.may(enrolment.state, schema)) return;
  await step(tx, enrolmentLife, enrolment, tell(enrolment), { by: CLAIM_SERVICE, now, reason: schema.name });
}

/** Of a child that has been erased meanwhile nothing begins: its claim ends as well. */
async function begin(tx: Tx, claim: Claim, now: Temporal.Instant): Promise<Enrolment | undefined> {
  const { communityId, claimId, needId: classId, volunteerId: childId } = claim;
  const child = await tx.lockIfPresent(Child, { id: childId, communityId });
  const schoolClass = await tx.manager.findOneBy(SchoolClass, { id: classId, communityId });
  if (!child || !schoolClass) return undefined;
  const { guardianId } = child;
  const enrolment = tx.create(Enrolment, {
    ...{
      id: uuidv7(),
      communityId,
      state: 'requested',
      claimId,
      classId,
      termId: schoolClass.termId,
      childId,
      guardianId,
    },
    requestedAt: now,
  });
  await step(tx, enrolmentLife, enrolment, requestEnrolment(enrolment, now), { by: guardianId, now });
  return enrolment;
}
