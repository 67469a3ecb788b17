import type { Tx } from '@huying/database';
import { step, type Deed } from '@huying/http';
import type { MediationCase } from '../cases/case.entity.js';
import { Agreement } from './agreement.entity.js';
import { abandon, agreementLife } from './agreement.js';

/** The case is over without it: a draft that nobody has signed leads nowhere. */
export async function abandonDraft(tx: Tx, { id: caseId }: MediationCase, deed: Deed): Promise<void> {
  const drafted = await tx.lockIfPresent(Agreement, { caseId, state: 'drafted' });
  if (drafted) await step(tx, agreementLife, drafted, abandon(drafted, deed.now), deed);
}
