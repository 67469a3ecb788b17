import { Logger } from '@nestjs/common';
import type { Tx } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { ChildReading, type Child, type ChildReader } from './child.entity.js';

const logger = new Logger('children');

/** Puts on record that somebody is shown children: in the transaction, so that nothing is shown that is not on record. */
export async function recordReading(
  tx: Tx,
  children: readonly Child[],
  reading: { readBy: string; readAs: ChildReader; readAt: Temporal.Instant },
): Promise<void> {
  for (const { id: childId, communityId, guardianId } of children) {
    await tx.save(tx.create(ChildReading, { id: uuidv7(), communityId, childId, guardianId, ...reading }));
  }
  const { readBy, readAs } = reading;
  if (children.length > 0)
    logger.log({ readBy, readAs, children: children.length }, 'What is known of children was read.');
}
