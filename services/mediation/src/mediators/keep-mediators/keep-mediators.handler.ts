import type { Message } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import { ForbiddenError, isStaff, type Caller } from '@huying/auth';
import { Database, isUniqueViolation, type Tx } from '@huying/database';
import { Clock, ensureVersion, keysetPage, step, type Page } from '@huying/http';
import type { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { keysOf } from '../../kinds/keys.js';
import { Mediator } from '../mediator.entity.js';
import { appoint, change, dismiss, mediatorLife, reinstate, suspend } from '../mediator.js';
import { mediatorView, type MediatorView } from '../mediator.view.js';
import { mediatorProblems } from '../mediators.problems.js';
import type { AvailabilityDto, DismissalDto, ListMediatorsQuery, MediatorDto } from './keep-mediators.controller.js';

@Injectable()
export class KeepMediatorsHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  appoint(wish: MediatorDto, { communityId, personId }: Caller): Promise<MediatorView> {
    const deed = { by: personId, now: this.clock.now() };
    return this.once(async (tx) => {
      const one = tx.create(Mediator, {
        ...{ id: uuidv7(), communityId, state: 'serving', available: true, appointedAt: deed.now },
        ...fieldsOf(wish),
      });
      await step(tx, mediatorLife, one, appoint(one, deed.now), deed);
      return mediatorView(one);
    });
  }

  async list({ state, ...page }: ListMediatorsQuery, { communityId }: Caller): Promise<Page<MediatorView>> {
    const found = this.db.read
      .createQueryBuilder(Mediator, 'one')
      .where('one.communityId = :communityId', { communityId });
    if (state) found.andWhere('one.state = :state', { state });
    const { items, nextCursor } = await keysetPage(found, 'one', { by: 'appointedAt', direction: 'ASC' }, page);
    return { items: items.map(mediatorView), nextCursor };
  }

  change(id: string, wish: MediatorDto, version: number, by: Caller): Promise<MediatorView> {
    const deed = { by: by.personId, now: this.clock.now() };
    return this.once(async (tx) => {
      const one = await tx.lock(Mediator, { id, communityId: by.communityId });
      ensureVersion(one, version);
      Object.assign(one, fieldsOf(wish));
      await step(tx, mediatorLife, one, change(one, deed.now), deed);
      return mediatorView(one);
    });
  }

  available(id: string, { available }: AvailabilityDto, by: Caller): Promise<MediatorView> {
    return this.db.withTransaction(async (tx) => {
      const one = await tx.lock(Mediator, { id, communityId: by.communityId });
      if (one.accountId !== by.personId && !isStaff(by)) throw new ForbiddenError('not-yours');
      await tx.save(Object.assign(one, { available }));
      return mediatorView(one);
    });
  }

  suspend(id: string, by: Caller): Promise<MediatorView> {
    return this.take(id, by, suspend);
  }

  reinstate(id: string, by: Caller): Promise<MediatorView> {
    return this.take(id, by, reinstate);
  }

  dismiss(id: string, { reason }: DismissalDto, by: Caller): Promise<MediatorView> {
    return this.take(id, by, (one, now) => dismiss(one, { reason, now }), reason);
  }

  private take(
    id: string,
    by: Caller,
    decide: (one: Mediator, now: Temporal.Instant) => Message,
    reason = '',
  ): Promise<MediatorView> {
    const deed = { by: by.personId, now: this.clock.now(), reason };
    return this.db.withTransaction(async (tx) => {
      const one = await tx.lock(Mediator, { id, communityId: by.communityId });
      await step(tx, mediatorLife, one, decide(one, deed.now), deed);
      return mediatorView(one);
    });
  }

  /** @throws mediator-twice */
  private async once<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
    try {
      return await this.db.withTransaction(work);
    } catch (error) {
      if (isUniqueViolation(error, 'mediators_account')) throw mediatorProblems.twice({}, { cause: error });
      throw error;
    }
  }
}

const fieldsOf = ({
  name,
  accountId,
  hometown,
  fields,
  loadLimit,
  termFrom,
  termUntil,
  standing,
  ...rest
}: MediatorDto) => ({
  ...{ name, accountId, hometown, fields, loadLimit, termFrom, termUntil, standing },
  dialects: speechesOf(rest.dialects),
  languages: speechesOf(rest.languages),
  ...keysOf(rest),
  trainings: rest.trainings ?? [],
  ties: (rest.ties ?? []).map(({ personId, kind }) => ({ personId, kind })),
});

const speechesOf = (told: MediatorDto['languages']) => (told ?? []).map(({ code, level }) => ({ code, level }));
