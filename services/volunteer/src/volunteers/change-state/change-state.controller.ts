import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses } from '@huying/http';
import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { PersonId } from '../person-id.js';
import { WRITING } from '../profile.dto.js';
import { volunteerProblems } from '../volunteers.problems.js';
import { VolunteerView } from '../volunteer.view.js';
import { ChangeStateHandler } from './change-state.handler.js';

/** Why staff change a volunteer's state; goes on record. */
export class StateReasonDto {
  @ApiProperty({ maxLength: 500 })
  @IsString()
  @MaxLength(500)
  @Matches(WRITING)
  reason!: string;
}

/** Why somebody leaves; nobody has to say. */
export class DepartureDto {
  @ApiProperty({ maxLength: 500, required: false })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  reason?: string;
}

@Controller('volunteers/:volunteerId')
@ApiTags('Volunteers')
export class ChangeStateController {
  constructor(private readonly changeState: ChangeStateHandler) {}

  @Post('suspension')
  @Requires('volunteers:suspend')
  @ApiOperation({ summary: 'Suspend a volunteer: they can claim no places until they are taken back' })
  @Answers(201, VolunteerView)
  @Refuses(volunteerProblems.wrongState)
  suspend(
    @Param('volunteerId', PersonId) volunteerId: string,
    @Body() { reason }: StateReasonDto,
    @By() by: Caller,
  ): Promise<VolunteerView> {
    return this.changeState.suspend(volunteerId, reason, by);
  }

  @Post('resumption')
  @Requires('volunteers:suspend')
  @ApiOperation({ summary: 'Take a suspended volunteer back' })
  @Answers(201, VolunteerView)
  @Refuses(volunteerProblems.wrongState)
  resume(
    @Param('volunteerId', PersonId) volunteerId: string,
    @Body() { reason }: StateReasonDto,
    @By() by: Caller,
  ): Promise<VolunteerView> {
    return this.changeState.resume(volunteerId, reason, by);
  }

  @Post('departure')
  @Requires('volunteers:change')
  @ApiOperation({ summary: 'Leave the volunteers, and with that all groups; the service record stays' })
  @Answers(201, VolunteerView)
  @Refuses(volunteerProblems.wrongState)
  leave(
    @Param('volunteerId', PersonId) volunteerId: string,
    @Body() { reason }: DepartureDto,
    @By() by: Caller,
  ): Promise<VolunteerView> {
    return this.changeState.leave(volunteerId, reason ?? '', by);
  }
}
