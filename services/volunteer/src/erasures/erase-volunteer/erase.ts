import { create } from '@bufbuild/protobuf';
import { toTimestamp, VolunteerErasedSchema } from '@huying/contracts';
import { newId, type Tx } from '@huying/database';
import { beginErasure, enterAnswer, erasePerson, type ErasureReason } from '@huying/http';
import type { Temporal } from 'temporal-polyfill';
import { exitGroups } from '../../groups/memberships.js';
import { volunteerRetention } from '../../volunteer-retention.js';
import type { Volunteer } from '../../volunteers/volunteer.entity.js';
import { enterErased } from '../erased-volunteers.js';

const SERVICE = 'volunteer';
/** Who keeps something of volunteers, and answers. */
const ANSWERING = [SERVICE, 'request', 'claim', 'organization', 'mediation', 'deliberation'];

/** Erases a volunteer here, and tells the others to. Returns the erasure's id. */
export async function erase(
  tx: Tx,
  volunteer: Volunteer,
  reason: ErasureReason,
  now: Temporal.Instant,
): Promise<string> {
  const { communityId, id: volunteerId } = volunteer;
  const erasureId = newId();
  await exitGroups(tx, volunteer, 'all', now);
  const parts = await erasePerson(tx, volunteerRetention, { subject: 'volunteer', communityId, id: volunteerId }, now);
  const version = volunteer.version + 1;
  await enterErased(tx, { ...volunteer, version }, erasureId);
  await beginErasure(tx, { id: erasureId, communityId, subject: 'volunteer', reason, services: ANSWERING, at: now });
  await enterAnswer(tx, { erasureId, service: SERVICE, callId: '', parts, at: now });
  tx.emit(create(VolunteerErasedSchema, { volunteerId, communityId, version, erasureId, erasedAt: toTimestamp(now) }));
  return erasureId;
}
