import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers } from '@huying/http';
import { PersonId } from '../person-id.js';
import { VolunteerView } from '../volunteer.view.js';
import { ShowVolunteerHandler, VolunteerHistoryView } from './show-volunteer.handler.js';

@Controller('volunteers/:volunteerId')
@ApiTags('Volunteers')
export class ShowVolunteerController {
  constructor(private readonly showVolunteer: ShowVolunteerHandler) {}

  @Get()
  @Requires('volunteers:read')
  @ApiOperation({ summary: 'One volunteer: yourself, or as staff anybody' })
  @Answers(200, VolunteerView)
  get(@Param('volunteerId', PersonId) volunteerId: string, @By() by: Caller): Promise<VolunteerView> {
    return this.showVolunteer.handle(volunteerId, by);
  }

  @Get('history')
  @Requires('volunteers:suspend')
  @ApiOperation({ summary: 'Suspensions, returns and departures of a volunteer, with who and why' })
  @Answers(200, VolunteerHistoryView)
  history(@Param('volunteerId', PersonId) volunteerId: string, @By() by: Caller): Promise<VolunteerHistoryView> {
    return this.showVolunteer.history(volunteerId, by);
  }
}
