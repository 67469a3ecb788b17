import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, isExclusionViolation } from '@huying/database';
import { CommunityTime, type ReasonDto } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { leave, seat } from '../work.js';
import { Supervisor, Work } from '../work.entity.js';
import { supervisorView, type SupervisorView } from '../work.view.js';
import { workProblems } from '../works.problems.js';
import type { SeatSupervisorDto } from './seat-supervisor.controller.js';

@Injectable()
export class SeatSupervisorHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  async seat(workId: string, wish: SeatSupervisorDto, { communityId, personId: by }: Caller): Promise<SupervisorView> {
    const deed = { by, now: this.time.now(), today: this.time.today() };
    try {
      return await this.db.withTransaction(async (tx) => {
        const work = await tx.lock(Work, { id: workId, communityId });
        const one = tx.create(Supervisor, {
          ...{ id: uuidv7(), communityId, workId, ...wish, leftAt: null, seatedAt: deed.now },
        });
        const seated = seat(work, one, deed);
        await tx.save(one);
        tx.emit(seated);
        return supervisorView(one);
      });
    } catch (error) {
      if (!isExclusionViolation(error, 'supervisors_once')) throw error;
      throw workProblems.seatTaken({}, { cause: error });
    }
  }

  end(
    { workId, seatId }: { workId: string; seatId: string },
    { reason }: ReasonDto,
    { communityId, personId: by }: Caller,
  ): Promise<SupervisorView> {
    const deed = { by, now: this.time.now(), today: this.time.today(), reason };
    return this.db.withTransaction(async (tx) => {
      const one = await tx.lock(Supervisor, { id: seatId, workId, communityId });
      const left = leave(one, deed);
      one.leftAt = deed.now;
      await tx.save(one);
      tx.emit(left);
      return supervisorView(one);
    });
  }
}
