import type { Caller } from '@huying/auth';
import type { Tx } from '@huying/database';
import { enterAsMediator, enterCase, type Access } from '../cases/access.js';
import { Agreement, Instalment } from './agreement.entity.js';

/** An agreement that is locked, its case before it, with what is due. */
export interface OpenAgreement extends Access {
  readonly agreement: Agreement;
  readonly instalments: Instalment[];
}

type Enter = (tx: Tx, caseId: string, by: Caller) => Promise<Access>;

async function open(tx: Tx, id: string, by: Caller, enter: Enter): Promise<OpenAgreement> {
  const { caseId } = await tx.get(Agreement, { id, communityId: by.communityId });
  const access = await enter(tx, caseId, by);
  const agreement = await tx.lock(Agreement, { id });
  return { ...access, agreement, instalments: await instalmentsOf(tx, id) };
}

/** For whoever is in the case. @throws RowNotFoundError */
export const openAgreement = (tx: Tx, id: string, by: Caller): Promise<OpenAgreement> => open(tx, id, by, enterCase);

/** For the case's mediators and the committee. @throws RowNotFoundError, case-data-not-yours */
export const openAsMediator = (tx: Tx, id: string, by: Caller): Promise<OpenAgreement> =>
  open(tx, id, by, enterAsMediator);

export function instalmentsOf(tx: Tx, agreementId: string): Promise<Instalment[]> {
  return tx.manager.find(Instalment, { where: { agreementId }, order: { number: 'ASC' } });
}
