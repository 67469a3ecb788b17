import { CaseAcceptedSchema, toInstant } from '@huying/contracts';
import type { Tx } from '@huying/database';
import { step, type Deed } from '@huying/http';
import type { Access } from './access.js';
import { accept, caseLife } from './case.js';
import { allConsent } from './parties.js';

/** With the last answer that was awaited, a consent or that somebody stays out of a group, the case is accepted and its time runs. */
export async function acceptIfAll(tx: Tx, { case: one, parties }: Access, deed: Deed): Promise<void> {
  if (!caseLife.may(one.state, CaseAcceptedSchema) || !allConsent(parties)) return;
  const accepted = accept(one, deed.now);
  Object.assign(one, { acceptedAt: deed.now, dueAt: toInstant(accepted.dueAt) });
  await step(tx, caseLife, one, accepted, deed);
}
