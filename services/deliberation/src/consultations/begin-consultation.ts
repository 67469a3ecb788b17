import type { Caller } from '@huying/auth';
import type { Tx } from '@huying/database';
import { shown, step } from '@huying/http';
import type { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { Consultation } from './consultation.entity.js';
import { KnownCommonProblem } from './common-problem.entity.js';
import { consultationProblems } from './consultations.problems.js';
import type { ConsultationDto } from './open-consultation/open-consultation.controller.js';
import { consultationLife, openConsultation } from './consultation.js';

/**
 * Begins to consult residents, in the transaction of what led to it.
 * @throws consultation-problem-unknown, consultation-problem-taken-up
 */
export async function beginConsultation(
  tx: Tx,
  { title, description, commonProblemId = null, facilitatorId = null, room = null, timetable }: ConsultationDto,
  { communityId, personId }: Caller,
  now: Temporal.Instant,
): Promise<Consultation> {
  const problem = commonProblemId ? await lockProblem(tx, commonProblemId, communityId) : undefined;
  const one = tx.create(Consultation, {
    ...{ id: uuidv7(), communityId, state: 'open', title, description, commonProblemId, facilitatorId, room },
    timetable: (timetable ?? []).map(({ at, what }) => ({ at: shown(at), what })),
    ...{ openedBy: personId, openedAt: now },
  });
  await step(tx, consultationLife, one, openConsultation(one, now), { by: personId, now });
  if (problem) await tx.save(Object.assign(problem, { consultationId: one.id }));
  return one;
}

async function lockProblem(tx: Tx, id: string, communityId: string): Promise<KnownCommonProblem> {
  const one = await tx.lockIfPresent(KnownCommonProblem, { id, communityId });
  if (!one) throw consultationProblems.problemUnknown();
  const { consultationId } = one;
  if (consultationId) throw consultationProblems.problemTakenUp({ consultationId });
  return one;
}
