import { Injectable } from '@nestjs/common';
import { isStaff, type Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { historyOf, keysetPage, type Page, type StepsView } from '@huying/http';
import { Appointment } from '../appointment.entity.js';
import { appointmentView, type AppointmentView } from '../appointment.view.js';
import type { ListAppointmentsQuery } from './list-appointments.controller.js';

@Injectable()
export class ListAppointmentsHandler {
  constructor(private readonly db: Database) {}

  async list(
    { office, state, territoryId, ...page }: ListAppointmentsQuery,
    by: Caller,
  ): Promise<Page<AppointmentView>> {
    const { communityId, personId } = by;
    const found = this.db.read
      .createQueryBuilder(Appointment, 'one')
      .where('one.communityId = :communityId', { communityId });
    if (!isStaff(by)) found.andWhere(`(one.state = 'in-office' OR one.personId = :personId)`, { personId });
    if (office) found.andWhere('one.office = :office', { office });
    if (state) found.andWhere('one.state = :state', { state });
    if (territoryId) found.andWhere('one.territoryId = :territoryId', { territoryId });
    const { items, nextCursor } = await keysetPage(found, 'one', { by: 'proposedAt', direction: 'ASC' }, page);
    return { items: items.map(appointmentView), nextCursor };
  }

  history(id: string, { communityId }: Caller): Promise<StepsView> {
    return historyOf(this.db, id, communityId);
  }
}
