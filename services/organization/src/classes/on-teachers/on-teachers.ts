import {
  isOfNeed,
  PlaceHandedOverSchema,
  PlaceHeldSchema,
  PlaceReleasedSchema,
  toInstant,
  type PlaceHandedOver,
  type PlaceHeld,
  type PlaceReleased,
} from '@huying/contracts';
import type { Tx } from '@huying/database';
import { Consumer, On, type Delivery } from '@huying/events';
import { step } from '@huying/http';
import type { Temporal } from 'temporal-polyfill';
import { CLAIM_SERVICE, PLACE_GIVEN_BACK, type Claim } from '../../claims/follow-claims.js';
import { ClassSession } from '../class.entity.js';
import { findTeacher, loseTeacher, sessionLife } from '../session.js';

/** Who teaches is whoever holds the place of the session's need. */
@Consumer()
export class OnTeachers {
  @On(PlaceHeldSchema, isOfNeed)
  held({ event, tx }: Delivery<PlaceHeld>): Promise<void> {
    return teach(tx, event, toInstant(event.heldAt));
  }

  @On(PlaceReleasedSchema, isOfNeed)
  released({ event, tx }: Delivery<PlaceReleased>): Promise<void> {
    return cease(tx, event, toInstant(event.releasedAt));
  }

  @On(PlaceHandedOverSchema, isOfNeed)
  async handedOver({ event, tx }: Delivery<PlaceHandedOver>): Promise<void> {
    const now = toInstant(event.handedOverAt);
    await cease(tx, { needId: event.needId, volunteerId: event.fromVolunteerId }, now);
    await teach(tx, event, now);
  }
}

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
    await step(tx, sessionLife, session, lost, { by: CLAIM_SERVICE, now, reason: PLACE_GIVEN_BACK });
  }
}
