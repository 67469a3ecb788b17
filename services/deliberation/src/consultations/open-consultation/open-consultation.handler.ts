import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { Clock, keysetPage, step, type Page, type PageQuery } from '@huying/http';
import { Round } from '../../rounds/round.entity.js';
import { beginConsultation } from '../begin-consultation.js';
import { Consultation } from '../consultation.entity.js';
import { closeConsultation, consultationLife } from '../consultation.js';
import { consultationView, type ConsultationView } from '../consultation.view.js';
import type { ConsultationDto } from './open-consultation.controller.js';

@Injectable()
export class OpenConsultationHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async list(query: PageQuery, { communityId }: Caller): Promise<Page<ConsultationView>> {
    const found = this.db.read
      .createQueryBuilder(Consultation, 'one')
      .where('one.communityId = :communityId', { communityId });
    const { items, nextCursor } = await keysetPage(found, 'one', { by: 'openedAt', direction: 'DESC' }, query);
    return { items: items.map(consultationView), nextCursor };
  }

  open(wish: ConsultationDto, by: Caller): Promise<ConsultationView> {
    return this.db.withTransaction(async (tx) =>
      consultationView(await beginConsultation(tx, wish, by, this.clock.now())),
    );
  }

  close(id: string, { communityId, personId }: Caller): Promise<ConsultationView> {
    const deed = { by: personId, now: this.clock.now() };
    return this.db.withTransaction(async (tx) => {
      const one = await tx.lock(Consultation, { id, communityId });
      const roundOpen = await tx.manager.existsBy(Round, { consultationId: id, state: 'open' });
      await step(tx, consultationLife, one, closeConsultation(one, roundOpen, deed.now), deed);
      return consultationView(one);
    });
  }
}
