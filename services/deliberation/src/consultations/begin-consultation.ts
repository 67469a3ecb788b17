import type { Caller } from '@huying/auth';
import type { Tx } from '@huying/database';
import { step } from '@huying/http';
import type { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { Consultation } from './consultation.entity.js';
import { consultationLife, openConsultation } from './consultation.js';

/** Begins to consult residents, in the transaction of what led to it. */
export async function beginConsultation(
  tx: Tx,
  { title, description }: Pick<Consultation, 'title' | 'description'>,
  { communityId, personId }: Caller,
  now: Temporal.Instant,
): Promise<Consultation> {
  const one = tx.create(Consultation, {
    ...{ id: uuidv7(), communityId, state: 'open', title, description },
    ...{ openedBy: personId, openedAt: now },
  });
  await step(tx, consultationLife, one, openConsultation(one, now), { by: personId, now });
  return one;
}
