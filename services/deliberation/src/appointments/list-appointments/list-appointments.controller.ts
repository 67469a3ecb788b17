import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Id, OneOf, PageOf, PageQuery, StepsView, Uuid, type Page } from '@huying/http';
import { appointmentStates, offices, type AppointmentState, type Office } from '../appointment.entity.js';
import { AppointmentView } from '../appointment.view.js';
import { ListAppointmentsHandler } from './list-appointments.handler.js';

export class ListAppointmentsQuery extends PageQuery {
  @OneOf(offices, { required: false })
  office?: Office;

  @OneOf(appointmentStates, { required: false })
  state?: AppointmentState;

  @Id({ required: false })
  territoryId?: string;
}

export class AppointmentPage extends PageOf(AppointmentView) {}

@Controller('appointments')
@ApiTags('Appointments')
export class ListAppointmentsController {
  constructor(private readonly listAppointments: ListAppointmentsHandler) {}

  @Get()
  @Requires('appointments:read')
  @ApiOperation({
    summary: 'Who holds which office; a proposal, and what became of it, is for the person and staff to see',
  })
  @Answers(200, AppointmentPage)
  list(@Query() query: ListAppointmentsQuery, @By() by: Caller): Promise<Page<AppointmentView>> {
    return this.listAppointments.list(query, by);
  }

  @Get(':appointmentId/history')
  @Requires('appointments:run')
  @ApiOperation({ summary: 'Every step of an appointment: who, when and why' })
  @Answers(200, StepsView)
  history(@Param('appointmentId', Uuid) id: string, @By() by: Caller): Promise<StepsView> {
    return this.listAppointments.history(id, by);
  }
}
