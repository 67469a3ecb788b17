import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { In } from 'typeorm';
import { Round } from '../../rounds/round.entity.js';
import { roundView } from '../../rounds/round.view.js';
import { Work } from '../../works/work.entity.js';
import { workView } from '../../works/work.view.js';
import { Consultation, ConsultationMinutes } from '../consultation.entity.js';
import { consultationView } from '../consultation.view.js';
import { documentsOf } from '../documents.js';
import { minutesView } from '../minutes.view.js';
import type { ConsultationFileView } from './show-consultation.controller.js';

const LATEST_MINUTES = 20;

@Injectable()
export class ShowConsultationHandler {
  constructor(private readonly db: Database) {}

  async handle(id: string, { communityId }: Caller): Promise<ConsultationFileView> {
    const { read } = this.db;
    const one = await read.findOneBy(Consultation, { id, communityId });
    if (!one) throw new RowNotFoundError('consultations');
    const rounds = await read.find(Round, { where: { consultationId: id }, order: { number: 'ASC' } });
    const minutes = await read.find(ConsultationMinutes, {
      ...{ where: { consultationId: id }, order: { writtenAt: 'DESC', id: 'DESC' }, take: LATEST_MINUTES },
    });
    const attachments = await documentsOf(read, id, communityId);
    const decisions = rounds.map((round) => round.id);
    const works = await read.find(Work, { where: { decisionId: In(decisions), communityId }, order: { id: 'ASC' } });
    return {
      ...consultationView(one),
      rounds: rounds.map(roundView),
      minutes: minutes.map(minutesView),
      attachments,
      works: works.map(workView),
    };
  }
}
