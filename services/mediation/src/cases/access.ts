import { Logger } from '@nestjs/common';
import { isStaff, type Caller } from '@huying/auth';
import { RowNotFoundError, type Tx } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { Mediator } from '../mediators/mediator.entity.js';
import { MediationCase, Party, Reading, type Readable, type Reader } from './case.entity.js';
import { caseProblems } from './cases.problems.js';

const logger = new Logger('cases');

/** A case that is locked, with its parties and what the caller is in it. */
export interface Access {
  readonly case: MediationCase;
  /** In the order of their sides, then as they came. */
  readonly parties: Party[];
  /** The caller's own party. */
  readonly own: Party | undefined;
  readonly as: Reader;
}

/**
 * Locks a case and finds out what the caller is in it. For anybody who is nothing in it, it does not exist. A member of the committee who
 * is a party is that and nothing else: nobody decides in their own case.
 * @throws RowNotFoundError
 */
export async function enterCase(tx: Tx, id: string, by: Caller): Promise<Access> {
  const found = await tx.lock(MediationCase, { id, communityId: by.communityId });
  const parties = await tx.manager.find(Party, { where: { caseId: id }, order: { side: 'ASC', id: 'ASC' } });
  const own = parties.find(({ accountId, left }) => accountId === by.personId && !left);
  const as = (await isMediatorOf(tx, found, by))
    ? 'mediator'
    : own
      ? 'party'
      : isStaff(by)
        ? 'committee'
        : found.openedBy === by.personId
          ? 'reporter'
          : undefined;
  if (!as) throw new RowNotFoundError('cases');
  return { case: found, parties, own, as };
}

/** The same for what only the case's mediators and the committee may do. @throws RowNotFoundError, case-data-not-yours */
export async function enterAsMediator(tx: Tx, id: string, by: Caller): Promise<Access> {
  const access = await enterCase(tx, id, by);
  if (access.as !== 'mediator' && access.as !== 'committee') throw caseProblems.dataNotYours();
  return access;
}

/** Whether somebody is a mediator of that case. */
export async function isMediatorOf(
  tx: Tx,
  { mediatorIds }: MediationCase,
  { personId, communityId }: Caller,
): Promise<boolean> {
  if (mediatorIds.length === 0) return false;
  const mediator = await tx.manager.findOneBy(Mediator, { accountId: personId, communityId });
  return mediator !== null && mediatorIds.includes(mediator.id);
}

/** What is read, why, and when. */
export interface ReadingWish {
  readonly what: Readable;
  readonly reason?: string | undefined;
  readonly at: Temporal.Instant;
}

/**
 * Puts on record that somebody is shown what parties said: in the transaction, so that nothing is shown that is not on record.
 * @throws case-reason-wanted for a member of the committee who gives none
 */
export async function recordReading(
  tx: Tx,
  { case: { id: caseId, communityId }, as }: Access,
  { personId: readBy }: Caller,
  { what, reason, at: readAt }: ReadingWish,
): Promise<void> {
  if (as === 'committee' && !reason?.trim()) throw caseProblems.reasonWanted();
  await tx.save(
    tx.create(Reading, {
      ...{ id: uuidv7(), communityId, caseId, what, readBy, readAs: as, readAt },
      reason: reason?.trim() ? reason.trim() : null,
    }),
  );
  logger.log({ readBy, readAs: as, what, caseId }, 'What belongs to a case was read.');
}
