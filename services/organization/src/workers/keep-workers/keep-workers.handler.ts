import { create } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { CommunityWorkerEnteredSchema, CommunityWorkerLeftSchema, toTimestamp } from '@huying/contracts';
import { Database, isUniqueViolation } from '@huying/database';
import { Clock, keysetPage, type Page, type PageQuery, shown } from '@huying/http';
import { IsNull, Not } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Organization } from '../../organizations/organization.entity.js';
import { CommunityWorker } from '../worker.entity.js';
import { workerProblems } from '../workers.problems.js';
import type { WorkerDto, WorkerView } from './keep-workers.controller.js';

const workerView = ({ id, personId, kind, enteredAt }: CommunityWorker): WorkerView => ({
  ...{ id, personId, kind },
  enteredAt: shown(enteredAt),
});

@Injectable()
export class KeepWorkersHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async list(query: PageQuery, { communityId }: Caller): Promise<Page<WorkerView>> {
    const found = this.db.read
      .createQueryBuilder(CommunityWorker, 'one')
      .where('one.communityId = :communityId AND one.leftAt IS NULL', { communityId });
    const { items, nextCursor } = await keysetPage(found, 'one', { by: 'enteredAt', direction: 'ASC' }, query);
    return { items: items.map(workerView), nextCursor };
  }

  async enter({ personId, kind }: WorkerDto, { communityId, personId: enteredBy }: Caller): Promise<WorkerView> {
    const now = this.clock.now();
    try {
      return await this.db.withTransaction(async (tx) => {
        const worker = tx.create(CommunityWorker, {
          ...{ id: uuidv7(), communityId, personId, kind, enteredAt: now, leftAt: null },
        });
        await tx.save(worker);
        const entered = { workerId: worker.id, communityId, personId, kind, enteredBy, enteredAt: toTimestamp(now) };
        tx.emit(create(CommunityWorkerEnteredSchema, entered));
        return workerView(worker);
      });
    } catch (error) {
      if (isUniqueViolation(error, 'community_workers_once')) throw workerProblems.already();
      throw error;
    }
  }

  /** @throws worker-is-contact */
  leave(id: string, { communityId, personId: leftBy }: Caller): Promise<void> {
    const now = this.clock.now();
    return this.db.withTransaction(async (tx) => {
      // Under its lock, which whoever names a contact person takes too.
      const worker = await tx.lock(CommunityWorker, { id, communityId, leftAt: IsNull() });
      const { personId } = worker;
      const count = await tx.manager.countBy(Organization, {
        ...{ communityId, contactPersonId: personId },
        state: Not('wound-up'),
      });
      if (count > 0) throw workerProblems.isContact({ count });
      await tx.save(Object.assign(worker, { leftAt: now }));
      const left = { workerId: id, communityId, personId, leftBy, leftAt: toTimestamp(now) };
      tx.emit(create(CommunityWorkerLeftSchema, left));
    });
  }
}
