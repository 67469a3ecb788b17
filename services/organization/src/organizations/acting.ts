import { ForbiddenError, isStaff, type Caller } from '@huying/auth';
import type { EntityManager } from 'typeorm';
import { Organization } from './organization.entity.js';

/** Whether the caller acts for an organisation: by its account, or by an office held today. Staff act for all. */
export async function actsFor(
  manager: EntityManager,
  by: Caller,
  { id, accountId }: Pick<Organization, 'id' | 'accountId'>,
  today: string,
): Promise<boolean> {
  if (isStaff(by) || by.personId === accountId) return true;
  const rows = await manager.query<unknown[]>(
    `SELECT 1 FROM offices WHERE organization_id = $1 AND person_id = $2 AND $3 BETWEEN from_on AND until_on LIMIT 1`,
    [id, by.personId, today],
  );
  return rows.length > 0;
}

/** @throws ForbiddenError `not-yours` unless the caller acts for the organisation */
export async function ensureActsFor(
  manager: EntityManager,
  by: Caller,
  organization: Pick<Organization, 'id' | 'accountId'>,
  today: string,
): Promise<void> {
  if (!(await actsFor(manager, by, organization, today))) throw new ForbiddenError('not-yours');
}

/** @throws ForbiddenError `not-yours` unless the caller acts for the organisation of that id */
export async function ensureActsForId(manager: EntityManager, by: Caller, id: string, today: string): Promise<void> {
  const organization = await manager.findOneByOrFail(Organization, { id });
  await ensureActsFor(manager, by, organization, today);
}
