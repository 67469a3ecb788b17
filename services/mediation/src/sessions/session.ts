import { create } from '@bufbuild/protobuf';
import { isBefore } from '@huying/calendar';
import {
  ImpasseReachedSchema,
  MediationSessionHeldSchema,
  SessionArrangedSchema,
  SessionCalledOffSchema,
  toTimestamp,
  type ImpasseReached,
  type MediationSessionHeld,
  type SessionArranged,
  type SessionCalledOff,
} from '@huying/contracts';
import { lifecycle } from '@huying/lifecycle';
import type { Temporal } from 'temporal-polyfill';
import type { MediationCase, Party } from '../cases/case.entity.js';
import { caseLife, told as toldOfCase } from '../cases/case.js';
import { allConsent, present, sidesOf } from '../cases/parties.js';
import type { CallOffReason, MediationSession, Outcome, SessionState } from './session.entity.js';
import { mediationSessionProblems } from './sessions.problems.js';

export const mediationSessionLife = lifecycle<SessionState>({
  name: 'mediation-session',
  title: 'Session of a case 调解会',
  begins: [SessionArrangedSchema, 'arranged'],
  ways: [
    [MediationSessionHeldSchema, ['arranged'], 'held'],
    [SessionCalledOffSchema, ['arranged'], 'called-off'],
  ],
  refuse: (state) => mediationSessionProblems.wrongState({ state }),
});

const told = ({ id, communityId, caseId }: MediationSession) => ({ sessionId: id, communityId, caseId });

/**
 * @throws mediation-session-before-consent, mediation-session-without-mediator, mediation-session-ends-before-start,
 * mediation-session-in-the-past, mediation-session-place-wanted
 */
export function arrange(
  session: MediationSession,
  { case: one, parties, now }: { case: MediationCase; parties: readonly Party[]; now: Temporal.Instant },
): SessionArranged {
  // Consent is looked at by itself: whatever the state says, nobody is brought to a table without it (art. 17).
  if (one.state !== 'in-mediation' || !allConsent(parties)) {
    throw mediationSessionProblems.beforeConsent({ state: one.state });
  }
  if (one.mediatorIds.length === 0) throw mediationSessionProblems.withoutMediator();
  const { startsAt, endsAt, venueId, place } = session;
  if (!isBefore(startsAt, endsAt)) throw mediationSessionProblems.endsBeforeStart();
  if (isBefore(startsAt, now)) throw mediationSessionProblems.inThePast();
  if ((venueId === null) === (place === null)) throw mediationSessionProblems.placeWanted();
  return create(SessionArrangedSchema, {
    ...told(session),
    number: session.number,
    startsAt: toTimestamp(startsAt),
    endsAt: toTimestamp(endsAt),
    venueId: venueId ?? '',
    interpreter: session.interpretedFrom !== null,
    arrangedAt: toTimestamp(now),
  });
}

/** @throws mediation-session-wrong-state */
export function callOff(
  session: MediationSession,
  { reason, now }: { reason: CallOffReason; now: Temporal.Instant },
): SessionCalledOff {
  mediationSessionLife.ensure(session.state, SessionCalledOffSchema);
  return create(SessionCalledOffSchema, { ...told(session), reason, calledOffAt: toTimestamp(now) });
}

/** What is told of a session that was held. */
export interface Held {
  readonly case: MediationCase;
  readonly parties: readonly Party[];
  /** Ids of the parties who came. */
  readonly came: readonly string[];
  readonly outcome: Outcome;
  /** Sides of which a proposal is told. */
  readonly proposing: readonly number[];
  readonly now: Temporal.Instant;
}

/**
 * @throws mediation-session-wrong-state, mediation-session-before-consent when a side has ended mediation meanwhile,
 * mediation-session-not-begun, mediation-session-unknown-party, mediation-session-side-absent
 */
export function hold(
  session: MediationSession,
  { case: one, parties, came, outcome, proposing, now }: Held,
): MediationSessionHeld {
  mediationSessionLife.ensure(session.state, MediationSessionHeldSchema);
  if (one.state !== 'in-mediation') throw mediationSessionProblems.beforeConsent({ state: one.state });
  if (isBefore(now, session.startsAt)) throw mediationSessionProblems.notBegun();
  const sides = sidesOf(parties);
  const there = present(parties).filter(({ id }) => came.includes(id));
  if (there.length < came.length || proposing.some((side) => !sides.includes(side))) {
    throw mediationSessionProblems.unknownParty();
  }
  const absent = sides.find((side) => !there.some((party) => party.side === side));
  if (outcome === 'agreed' && absent !== undefined) throw mediationSessionProblems.sideAbsent({ side: absent });
  return create(MediationSessionHeldSchema, {
    ...told(session),
    number: session.number,
    present: came.length,
    outcome,
    heldAt: toTimestamp(now),
  });
}

/** @param holdsOut the side that moved least; 0: neither */
export function reachImpasse(
  one: MediationCase,
  { sessionId, holdsOut, now }: { sessionId: string; holdsOut: number; now: Temporal.Instant },
): ImpasseReached {
  caseLife.ensure(one.state, ImpasseReachedSchema);
  return create(ImpasseReachedSchema, {
    ...toldOfCase(one),
    sessionId,
    impasses: one.impasses + 1,
    holdsOutSide: holdsOut,
    reachedAt: toTimestamp(now),
  });
}
