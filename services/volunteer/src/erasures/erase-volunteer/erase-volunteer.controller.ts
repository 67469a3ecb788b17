import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, erasureReasons, Flag, OneOf, PersonErasureView, Refuses, type ErasureReason } from '@huying/http';
import { PersonId } from '../../volunteers/person-id.js';
import { erasureProblems } from '../erasures.problems.js';
import { EraseVolunteerHandler } from './erase-volunteer.handler.js';

export class EraseVolunteerDto {
  @OneOf(erasureReasons, { description: 'The ground (PIPL art. 47)' })
  reason!: ErasureReason;

  @Flag({ required: false, description: 'Give back what they hold and wait for; without it that refuses the erasure' })
  releasePlaces?: boolean;
}

@Controller('volunteers/:volunteerId/erasure')
@ApiTags('Erasure')
export class EraseVolunteerController {
  constructor(private readonly eraseVolunteer: EraseVolunteerHandler) {}

  @Post()
  @Requires('volunteers:erase')
  @ApiOperation({ summary: 'Erase what is known of a volunteer, in every service: yourself, or as staff anybody' })
  @Answers(201, PersonErasureView, 'Again it answers the same erasure')
  @Refuses(erasureProblems.placesHeld, erasureProblems.onDuty)
  post(
    @Param('volunteerId', PersonId) volunteerId: string,
    @Body() wish: EraseVolunteerDto,
    @By() by: Caller,
  ): Promise<PersonErasureView> {
    return this.eraseVolunteer.handle(volunteerId, wish, by);
  }
}
