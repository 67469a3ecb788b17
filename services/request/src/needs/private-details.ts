import { Logger } from '@nestjs/common';
import { isStaff, type Caller } from '@huying/auth';
import type { Tx } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { holdsPlace } from './need-board/need-board.js';
import { NeedReading, type ReaderKind } from './need-reading.entity.js';
import type { Need } from './need.entity.js';

const logger = new Logger('needs');

/**
 * Whether somebody may see the private details of a need: staff, and who holds a place, as long as they hold it. That they are
 * shown is kept with the transaction, so that nothing is shown which is not on record; the log tells it as well.
 */
export async function disclose(tx: Tx, need: Need, by: Caller, now: Temporal.Instant): Promise<boolean> {
  const readAs = await readerKind(tx, need, by);
  if (readAs && need.privateDetails !== null) {
    logger.log({ needId: need.id, readBy: by.personId }, 'Private details of a need were read.');
    await tx.save(tx.create(NeedReading, { id: uuidv7(), needId: need.id, readBy: by.personId, readAs, readAt: now }));
  }
  return readAs !== undefined;
}

async function readerKind(tx: Tx, need: Need, by: Caller): Promise<ReaderKind | undefined> {
  if (isStaff(by)) return 'staff';
  return (await holdsPlace(tx.manager, need.id, by.personId)) ? 'holder' : undefined;
}
