import { Injectable } from '@nestjs/common';
import { ForbiddenError, isStaff, type Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { Clock, keysetPage, type Page, type ReasonDto } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { step } from '../../lives/step.js';
import { Appeal, Pledge } from '../pledge.entity.js';
import { pledgeLife, requestPledge, withdrawPledge } from '../pledge.js';
import { pledgeView, type PledgeView } from '../pledge.view.js';
import type { ListPledgesQuery, PledgeDto } from './make-pledge.controller.js';

@Injectable()
export class MakePledgeHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  request(appealId: string, { engraving, namesConsent }: PledgeDto, by: Caller): Promise<PledgeView> {
    const { communityId, personId: giverId } = by;
    const deed = { by: giverId, now: this.clock.now() };
    return this.db.withTransaction(async (tx) => {
      const appeal = await tx.get(Appeal, { id: appealId, communityId });
      const pledge = tx.create(Pledge, {
        ...{ id: uuidv7(), communityId, state: 'requested', appealId, giverId, engraving: engraving.trim() },
        ...{ number: null, nextUpkeepOn: null, remindedOf: null, upkeepsDone: 0, upkeepsMissed: 0 },
        requestedAt: deed.now,
      });
      await step(tx, pledgeLife, pledge, requestPledge(pledge, { appeal, namesConsent, now: deed.now }), deed);
      return pledgeView(pledge);
    });
  }

  async list({ appealId, state, ...page }: ListPledgesQuery, by: Caller): Promise<Page<PledgeView>> {
    const { communityId, personId } = by;
    const found = this.db.read
      .createQueryBuilder(Pledge, 'one')
      .where('one.communityId = :communityId', { communityId });
    if (!isStaff(by)) found.andWhere('one.giverId = :personId', { personId });
    if (appealId) found.andWhere('one.appealId = :appealId', { appealId });
    if (state) found.andWhere('one.state = :state', { state });
    const { items, nextCursor } = await keysetPage(found, 'one', { by: 'requestedAt', direction: 'ASC' }, page);
    return { items: items.map(pledgeView), nextCursor };
  }

  withdraw(id: string, { reason }: ReasonDto, by: Caller): Promise<PledgeView> {
    const deed = { by: by.personId, now: this.clock.now(), reason };
    return this.db.withTransaction(async (tx) => {
      const pledge = await tx.lock(Pledge, { id, communityId: by.communityId });
      if (pledge.giverId !== by.personId && !isStaff(by)) throw new ForbiddenError('not-yours');
      await step(tx, pledgeLife, pledge, withdrawPledge(pledge, deed), deed);
      return pledgeView(pledge);
    });
  }
}
