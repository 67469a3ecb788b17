import { create } from '@bufbuild/protobuf';
import { RoomReleasedSchema, toTimestamp } from '@huying/contracts';
import type { Tx } from '@huying/database';
import { step, type Deed } from '@huying/http';
import type { MediationCase } from '../cases/case.entity.js';
import { MediationSession, type CallOffReason } from './session.entity.js';
import { callOff, mediationSessionLife } from './session.js';

/** Calls a session off and gives its room back. @throws mediation-session-wrong-state */
export async function callSessionOff(
  tx: Tx,
  session: MediationSession,
  { by, now, reason }: Deed & { reason: CallOffReason },
): Promise<void> {
  await step(tx, mediationSessionLife, session, callOff(session, { reason, now }), { by, now, reason });
  const { bookingId, communityId, room } = session;
  if (bookingId !== null && (room === 'requested' || room === 'booked')) {
    tx.emit(create(RoomReleasedSchema, { bookingId, communityId, releasedBy: by, releasedAt: toTimestamp(now) }));
  }
}

/** The case is over: nobody need come. */
export async function callOffAll(tx: Tx, { id: caseId }: MediationCase, { by, now }: Deed): Promise<void> {
  const arranged = await tx.manager.find(MediationSession, {
    where: { caseId, state: 'arranged' },
    order: { id: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  });
  for (const session of arranged) await callSessionOff(tx, session, { by, now, reason: 'case-over' });
}
