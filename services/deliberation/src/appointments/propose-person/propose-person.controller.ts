import { Body, Controller, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Id, IsCalendarDate, OneOf, PersonId, Refuses } from '@huying/http';
import { offices, type Office } from '../appointment.entity.js';
import { AppointmentView } from '../appointment.view.js';
import { appointmentProblems } from '../appointments.problems.js';
import { ProposePersonHandler } from './propose-person.handler.js';

export class ProposePersonDto {
  @OneOf(offices)
  office!: Office;

  @Id()
  territoryId!: string;

  @PersonId()
  personId!: string;

  @IsCalendarDate({ example: '2026-12-01', description: 'The first day of the term' })
  fromOn!: string;

  @IsCalendarDate({ example: '2028-11-30', description: 'The last day of the term' })
  untilOn!: string;
}

@Controller('appointments')
@ApiTags('Appointments')
export class ProposePersonController {
  constructor(private readonly proposePerson: ProposePersonHandler) {}

  @Post()
  @Requires('appointments:run')
  @ApiOperation({ summary: 'Propose somebody for an office; they are asked whether they are willing' })
  @Answers(201, AppointmentView)
  @Refuses(appointmentProblems.territoryDoesNotFit, appointmentProblems.termReversed, appointmentProblems.termTooLong)
  post(@Body() body: ProposePersonDto, @By() by: Caller): Promise<AppointmentView> {
    return this.proposePerson.handle(body, by);
  }
}
