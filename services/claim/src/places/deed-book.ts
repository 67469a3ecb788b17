import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { Clock } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { ClaimDeed } from './deed.entity.js';

/** Keeps who did what to others' claims, and why. */
@Injectable()
export class DeedBook {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async enter(by: Caller, claimId: string, deed: ClaimDeed['deed'], reason: string): Promise<void> {
    const doneAt = this.clock.now();
    await this.database.withTransaction(async (tx) => {
      await tx.save(tx.create(ClaimDeed, { id: uuidv7(), claimId, deed, reason, doneBy: by.personId, doneAt }));
    });
  }
}
