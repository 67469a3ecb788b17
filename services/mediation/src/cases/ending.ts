import type { Message } from '@bufbuild/protobuf';
import type { Tx } from '@huying/database';
import { step, type Deed } from '@huying/http';
import { abandonDraft } from '../agreements/abandon.js';
import { releaseGoBetween } from '../invitations/release.js';
import { callOffAll } from '../sessions/call-off.js';
import type { MediationCase } from './case.entity.js';
import { caseLife } from './case.js';

/** Ends a case, and with it whatever was still to come of it: sessions and their rooms, a draft that nobody has signed, a go-between who was invited. */
export async function endCase(
  tx: Tx,
  one: MediationCase,
  event: Message,
  deed: Deed & { reason?: string },
): Promise<void> {
  Object.assign(one, { pausedAt: null, pauseReason: null, extendTo: null, extendedBy: [] });
  await step(tx, caseLife, one, event, deed);
  await callOffAll(tx, one, deed);
  await abandonDraft(tx, one, deed);
  await releaseGoBetween(tx, one, deed);
}
