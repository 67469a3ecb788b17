import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, IsCalendarDate, PersonId, ReasonDto, Refuses, Uuid } from '@huying/http';
import { SupervisorView } from '../work.view.js';
import { workProblems } from '../works.problems.js';
import { SeatSupervisorHandler } from './seat-supervisor.handler.js';

export class SeatSupervisorDto {
  @PersonId({ description: 'The resident’s account' })
  personId!: string;

  @IsCalendarDate({ example: '2026-12-01', description: 'The first day of the term' })
  fromOn!: string;

  @IsCalendarDate({ example: '2027-05-31', description: 'The last day of the term' })
  untilOn!: string;
}

@Controller('works/:workId/supervisors')
@ApiTags('Works')
export class SeatSupervisorController {
  constructor(private readonly seatSupervisor: SeatSupervisorHandler) {}

  @Post()
  @Requires('works:run')
  @ApiOperation({
    summary: 'Seat a resident whom the others have chosen in the team that watches',
    description:
      'A team has three at least to be able to work: who raised a finding and who reopened it last do not check it again.',
  })
  @Answers(201, SupervisorView)
  @Refuses(
    workProblems.wrongState,
    workProblems.termReversed,
    workProblems.seatTaken,
    workProblems.contractorSupervises,
  )
  seat(
    @Param('workId', Uuid) workId: string,
    @Body() body: SeatSupervisorDto,
    @By() by: Caller,
  ): Promise<SupervisorView> {
    return this.seatSupervisor.seat(workId, body, by);
  }

  @Post(':seatId/end')
  @Requires('works:run')
  @ApiOperation({ summary: 'End a seat before its term is over; what they found stays' })
  @Answers(201, SupervisorView)
  @Refuses(workProblems.seatLeftAlready)
  end(
    @Param('workId', Uuid) workId: string,
    @Param('seatId', Uuid) seatId: string,
    @Body() body: ReasonDto,
    @By() by: Caller,
  ): Promise<SupervisorView> {
    return this.seatSupervisor.end({ workId, seatId }, body, by);
  }
}
