import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses } from '@huying/http';
import { PersonId } from '../person-id.js';
import { StateReasonDto } from '../change-state/change-state.controller.js';
import { volunteerProblems } from '../volunteers.problems.js';
import { VolunteerView } from '../volunteer.view.js';
import { LiftBlockHandler } from './lift-block.handler.js';

@Controller('volunteers/:volunteerId/block-lifting')
@ApiTags('Volunteers')
export class LiftBlockController {
  constructor(private readonly liftBlock: LiftBlockHandler) {}

  @Post()
  @Requires('volunteers:lift-block')
  @ApiOperation({ summary: 'Let a volunteer claim places again who missed two services without a word' })
  @Answers(201, VolunteerView)
  @Refuses(volunteerProblems.notBlocked)
  post(
    @Param('volunteerId', PersonId) volunteerId: string,
    @Body() { reason }: StateReasonDto,
    @By() by: Caller,
  ): Promise<VolunteerView> {
    return this.liftBlock.handle(volunteerId, reason, by);
  }
}
