import { Body, Controller, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses } from '@huying/http';
import { erasureProblems } from '../../erasures/erasures.problems.js';
import { RegisterVolunteerDto } from '../profile.dto.js';
import { volunteerProblems } from '../volunteers.problems.js';
import { VolunteerView } from '../volunteer.view.js';
import { RegisterVolunteerHandler } from './register-volunteer.handler.js';

@Controller('volunteers')
@ApiTags('Volunteers')
export class RegisterVolunteerController {
  constructor(private readonly registerVolunteer: RegisterVolunteerHandler) {}

  @Post()
  @Requires('volunteers:register')
  @ApiOperation({ summary: 'Become a volunteer; staff may register somebody else' })
  @Answers(201, VolunteerView)
  @Refuses(
    volunteerProblems.alreadyRegistered,
    erasureProblems.underWay,
    volunteerProblems.phoneTaken,
    volunteerProblems.idForStaff,
    volunteerProblems.subjectUnfit,
    volunteerProblems.suspended,
    volunteerProblems.trainingsForStaff,
    volunteerProblems.tooYoung,
    volunteerProblems.guardianConsentMissing,
    volunteerProblems.birthDateImpossible,
    volunteerProblems.idNumberMismatch,
    volunteerProblems.unknownGroup,
  )
  post(@Body() body: RegisterVolunteerDto, @By() by: Caller): Promise<VolunteerView> {
    return this.registerVolunteer.handle(body, by);
  }
}
