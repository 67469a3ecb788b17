import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, OneOf, ReasonDto, Refuses, Uuid } from '@huying/http';
import { endCauses, type EndCause } from '../appointment.js';
import { AppointmentView } from '../appointment.view.js';
import { appointmentProblems } from '../appointments.problems.js';
import { DecideAppointmentHandler } from './decide-appointment.handler.js';

export class EndAppointmentDto extends ReasonDto {
  @OneOf(endCauses, { description: 'Whoever holds the office can resign; only staff dismiss' })
  cause!: EndCause;
}

@Controller('appointments/:appointmentId')
@ApiTags('Appointments')
export class DecideAppointmentController {
  constructor(private readonly decideAppointment: DecideAppointmentHandler) {}

  @Post('confirmation')
  @Requires('appointments:run')
  @ApiOperation({ summary: 'Appoint somebody who is willing; one at a time holds an office for a part of the estate' })
  @Answers(201, AppointmentView)
  @Refuses(
    appointmentProblems.notWilling,
    appointmentProblems.wrongState,
    appointmentProblems.officeTaken,
    appointmentProblems.termReversed,
  )
  confirm(@Param('appointmentId', Uuid) id: string, @By() by: Caller): Promise<AppointmentView> {
    return this.decideAppointment.confirm(id, by);
  }

  @Post('withdrawal')
  @Requires('appointments:run')
  @ApiOperation({ summary: 'Take a proposal back' })
  @Answers(201, AppointmentView)
  @Refuses(appointmentProblems.wrongState)
  withdraw(
    @Param('appointmentId', Uuid) id: string,
    @Body() body: ReasonDto,
    @By() by: Caller,
  ): Promise<AppointmentView> {
    return this.decideAppointment.withdraw(id, body, by);
  }

  @Post('end')
  @Requires('appointments:end')
  @ApiOperation({ summary: 'End an office before its term is over: for whoever holds it, and staff' })
  @Answers(201, AppointmentView)
  @Refuses(appointmentProblems.wrongState, appointmentProblems.notYoursToDismiss)
  end(
    @Param('appointmentId', Uuid) id: string,
    @Body() body: EndAppointmentDto,
    @By() by: Caller,
  ): Promise<AppointmentView> {
    return this.decideAppointment.end(id, body, by);
  }
}
