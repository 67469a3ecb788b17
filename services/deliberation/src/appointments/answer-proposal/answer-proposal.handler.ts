import { Injectable } from '@nestjs/common';
import { ForbiddenError, type Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { CommunityTime, step } from '@huying/http';
import { accept, appointmentLife, decline } from '../appointment.js';
import { Appointment } from '../appointment.entity.js';
import { appointmentView, type AppointmentView } from '../appointment.view.js';
import type { AnswerProposalDto } from './answer-proposal.controller.js';

@Injectable()
export class AnswerProposalHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  handle(id: string, { willing }: AnswerProposalDto, { communityId, personId: by }: Caller): Promise<AppointmentView> {
    const deed = { by, now: this.time.now() };
    return this.db.withTransaction(async (tx) => {
      const one = await tx.lock(Appointment, { id, communityId });
      if (one.personId !== by) throw new ForbiddenError('not-yours');
      await step(tx, appointmentLife, one, willing ? accept(one, deed) : decline(one, deed), deed);
      return appointmentView(one);
    });
  }
}
