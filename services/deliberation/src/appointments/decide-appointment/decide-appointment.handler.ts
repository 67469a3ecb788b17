import { Injectable } from '@nestjs/common';
import { ForbiddenError, isStaff, type Caller } from '@huying/auth';
import { Database, isExclusionViolation } from '@huying/database';
import { CommunityTime, step, type ReasonDto } from '@huying/http';
import { appoint, appointmentLife, end, withdraw } from '../appointment.js';
import { Appointment, Territory } from '../appointment.entity.js';
import { appointmentView, type AppointmentView } from '../appointment.view.js';
import { appointmentProblems } from '../appointments.problems.js';
import type { EndAppointmentDto } from './decide-appointment.controller.js';

@Injectable()
export class DecideAppointmentHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  async confirm(id: string, { communityId, personId: by }: Caller): Promise<AppointmentView> {
    const deed = { by, now: this.time.now() };
    try {
      return await this.db.withTransaction(async (tx) => {
        const one = await tx.lock(Appointment, { id, communityId });
        const territory = await tx.get(Territory, { id: one.territoryId });
        const appointed = appoint(one, { ...deed, territory, today: this.time.today() });
        await step(tx, appointmentLife, one, appointed, deed);
        return appointmentView(one);
      });
    } catch (error) {
      if (!isExclusionViolation(error, 'appointments_one_holder')) throw error;
      throw appointmentProblems.officeTaken({}, { cause: error });
    }
  }

  withdraw(id: string, { reason }: ReasonDto, { communityId, personId: by }: Caller): Promise<AppointmentView> {
    const deed = { by, now: this.time.now(), reason };
    return this.db.withTransaction(async (tx) => {
      const one = await tx.lock(Appointment, { id, communityId });
      await step(tx, appointmentLife, one, withdraw(one, deed), deed);
      return appointmentView(one);
    });
  }

  end(id: string, { cause, reason }: EndAppointmentDto, by: Caller): Promise<AppointmentView> {
    const deed = { by: by.personId, now: this.time.now(), reason };
    return this.db.withTransaction(async (tx) => {
      const one = await tx.lock(Appointment, { id, communityId: by.communityId });
      if (one.personId !== by.personId && !isStaff(by)) throw new ForbiddenError('not-yours');
      if (cause === 'dismissed' && !isStaff(by)) throw appointmentProblems.notYoursToDismiss();
      await step(tx, appointmentLife, one, end(one, { ...deed, cause }), deed);
      return appointmentView(one);
    });
  }
}
