import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { Clock, ensureVersion } from '@huying/http';
import { chooseEngraving } from '../pledge.js';
import { pledgeView, type PledgeView } from '../pledge.view.js';
import { lockOwnPledge } from '../own-pledge.js';
import type { EngravingDto } from './engrave-pledge.controller.js';

@Injectable()
export class EngravePledgeHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  handle(id: string, { engraving, namesConsent }: EngravingDto, version: number, by: Caller): Promise<PledgeView> {
    const deed = { by: by.personId, now: this.clock.now() };
    return this.db.withTransaction(async (tx) => {
      const pledge = await lockOwnPledge(tx, id, by);
      ensureVersion(pledge, version);
      const chosen = chooseEngraving(pledge, { ...deed, engraving, namesConsent });
      await tx.save(Object.assign(pledge, { engraving: engraving.trim(), erasedAt: null }));
      tx.emit(chosen);
      return pledgeView(pledge);
    });
  }
}
