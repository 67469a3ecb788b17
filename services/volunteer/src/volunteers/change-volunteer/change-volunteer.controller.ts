import { Body, Controller, Param, Patch } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, IfMatch, IsCalendarDate, IsPhone, Refuses } from '@huying/http';
import { IsString, Matches, MaxLength, ValidateIf } from 'class-validator';
import { PersonId } from '../person-id.js';
import { OptionalProfileDto, WRITING } from '../profile.dto.js';
import { volunteerProblems } from '../volunteers.problems.js';
import { VolunteerView } from '../volunteer.view.js';
import { ChangeVolunteerHandler } from './change-volunteer.handler.js';

const IfNamed = () => ValidateIf((_: object, value: unknown) => value !== undefined);

/** What of a profile shall be different; what is left out stays. */
export class ChangeVolunteerDto extends OptionalProfileDto {
  @ApiProperty({ maxLength: 100, required: false })
  @IfNamed()
  @IsString()
  @MaxLength(100)
  @Matches(WRITING)
  name?: string;

  @IfNamed()
  @IsPhone({ required: false })
  phone?: string;

  @IfNamed()
  @IsCalendarDate({ required: false })
  birthDate?: string;
}

@Controller('volunteers/:volunteerId')
@ApiTags('Volunteers')
export class ChangeVolunteerController {
  constructor(private readonly changeVolunteer: ChangeVolunteerHandler) {}

  @Patch()
  @Requires('volunteers:change')
  @ApiOperation({ summary: 'Change a profile: your own, or as staff anybody’s' })
  @ApiHeader({ name: 'If-Match', required: true, description: 'The ETag of the version that the change rests on' })
  @Answers(200, VolunteerView)
  @Refuses(
    volunteerProblems.wrongState,
    volunteerProblems.trainingsForStaff,
    volunteerProblems.tooYoung,
    volunteerProblems.guardianConsentMissing,
    volunteerProblems.birthDateImpossible,
    volunteerProblems.idNumberMismatch,
  )
  patch(
    @Param('volunteerId', PersonId) volunteerId: string,
    @Body() body: ChangeVolunteerDto,
    @IfMatch() version: number,
    @By() by: Caller,
  ): Promise<VolunteerView> {
    return this.changeVolunteer.handle(volunteerId, body, version, by);
  }
}
