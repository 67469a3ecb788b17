import { create, type DescMessage, type Message } from '@bufbuild/protobuf';
import {
  ChildEnrolledSchema,
  ChildWaitingSchema,
  EnrolmentWithdrawnSchema,
  PlaceHandedOverSchema,
  PlaceHeldSchema,
  PlaceReleasedSchema,
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
import { In } from 'typeorm';
import { validate as isUuid } from 'uuid';
import { CLAIM_SERVICE, step } from '../../lives/step.js';
import { Enrolment } from '../child.entity.js';
import { ClassSession } from '../class.entity.js';
import { enrolmentLife, enrolmentTold } from '../enrolment.js';
import { findTeacher, loseTeacher, sessionLife } from '../session.js';

/** A claim, as the claim service speaks of it: of a session's need the claimant is a volunteer, of a class a child. */
interface Claim {
  readonly needId: string;
  readonly volunteerId: string;
}

/** Who teaches and who has a place in a class is the claim service's decision; it is followed here. */
@Consumer()
export class OnPlaces {
  @On(PlaceHeldSchema)
  async held({ event, tx }: Delivery<PlaceHeld>): Promise<void> {
    const now = toInstant(event.heldAt);
    if (await teach(tx, event, now)) return;
    const told = (enrolment: Enrolment) =>
      create(ChildEnrolledSchema, { ...enrolmentTold(enrolment), enrolledAt: toTimestamp(now) });
    await follow(tx, event, ChildEnrolledSchema, told, now);
  }

  @On(PlaceReleasedSchema)
  async released({ event, tx }: Delivery<PlaceReleased>): Promise<void> {
    const now = toInstant(event.releasedAt);
    if (await cease(tx, event, now)) return;
    await follow(tx, event, EnrolmentWithdrawnSchema, (enrolment) => withdrawn(enrolment, now), now);
  }

  @On(PlaceHandedOverSchema)
  async handedOver({ event, tx }: Delivery<PlaceHandedOver>): Promise<void> {
    const now = toInstant(event.handedOverAt);
    await cease(tx, { needId: event.needId, volunteerId: event.fromVolunteerId }, now);
    await teach(tx, event, now);
  }

  @On(WaitingListJoinedSchema)
  async waiting({ event, tx }: Delivery<WaitingListJoined>): Promise<void> {
    const now = toInstant(event.joinedAt);
    const told = (enrolment: Enrolment) =>
      create(ChildWaitingSchema, { ...enrolmentTold(enrolment), waitingAt: toTimestamp(now) });
    await follow(tx, event, ChildWaitingSchema, told, now);
  }

  @On(WaitingListLeftSchema)
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

/** @returns whether the need is a session's */
async function teach(tx: Tx, { needId, volunteerId }: Claim, now: Temporal.Instant): Promise<boolean> {
  const session = await tx.lockIfPresent(ClassSession, { needId });
  const found = session && findTeacher(session, { teacherId: volunteerId, now });
  if (session && found) {
    session.teacherId = volunteerId;
    await step(tx, sessionLife, session, found, { by: CLAIM_SERVICE, now, reason: 'place-held' });
  }
  return session !== null;
}

/** @returns whether the need is a session's */
async function cease(tx: Tx, { needId, volunteerId }: Claim, now: Temporal.Instant): Promise<boolean> {
  const session = await tx.lockIfPresent(ClassSession, { needId });
  const lost = session && loseTeacher(session, { teacherId: volunteerId, now });
  if (session && lost) {
    session.teacherId = null;
    await step(tx, sessionLife, session, lost, { by: CLAIM_SERVICE, now, reason: REASON });
  }
  return session !== null;
}

/** Moves the enrolment of the claimant in that class, if there is one and it has not gone further by itself. */
async function follow(
  tx: Tx,
  { needId, volunteerId }: Claim,
  schema: DescMessage,
  tell: (enrolment: Enrolment) => Message,
  now: Temporal.Instant,
): Promise<void> {
  if (!isUuid(volunteerId)) return;
  const living = { classId: needId, childId: volunteerId, state: In(['requested', 'waiting', 'enrolled']) };
  const enrolment = await tx.lockIfPresent(Enrolment, living);
  if (!enrolment || !enrolmentLife.may(enrolment.state, schema)) return;
  await step(tx, enrolmentLife, enrolment, tell(enrolment), { by: CLAIM_SERVICE, now, reason: schema.name });
}
