import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { CommunityTime, keysetPage, type Page, type PageQuery } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { Consultation, ConsultationMinutes } from '../consultation.entity.js';
import { consultationProblems } from '../consultations.problems.js';
import { minutesView, type MinutesView } from '../minutes.view.js';
import type { MinutesDto } from './write-minutes.controller.js';

@Injectable()
export class WriteMinutesHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  async list(consultationId: string, query: PageQuery, { communityId }: Caller): Promise<Page<MinutesView>> {
    const found = this.db.read
      .createQueryBuilder(ConsultationMinutes, 'one')
      .where('one.consultationId = :consultationId', { consultationId })
      .andWhere('one.communityId = :communityId', { communityId });
    const { items, nextCursor } = await keysetPage(found, 'one', { by: 'writtenAt', direction: 'DESC' }, query);
    return { items: items.map(minutesView), nextCursor };
  }

  write(
    consultationId: string,
    { metOn, text }: MinutesDto,
    { communityId, personId: writtenBy }: Caller,
  ): Promise<MinutesView> {
    if (metOn > this.time.today()) throw consultationProblems.metInTheFuture();
    return this.db.withTransaction(async (tx) => {
      await tx.get(Consultation, { id: consultationId, communityId });
      const one = tx.create(ConsultationMinutes, {
        ...{ id: uuidv7(), communityId, consultationId, metOn, text, writtenBy, writtenAt: this.time.now() },
      });
      await tx.save(one);
      return minutesView(one);
    });
  }
}
