import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Id, Ids, ReasonDto, Refuses, Text, Uuid } from '@huying/http';
import { PupilView } from '../child.view.js';
import { SessionView } from '../class.view.js';
import { sessionProblems } from '../classes.problems.js';
import { HoldSessionHandler } from './hold-session.handler.js';

export class AttendanceDto {
  @Ids({ max: 500, description: 'Children who are there' })
  present!: string[];
}

export class CollectionDto {
  @Id()
  childId!: string;

  @Text({ max: 50, description: 'Who fetches it: a name that the guardian has told' })
  name!: string;
}

export class UncollectedDto {
  @Id()
  childId!: string;
}

export class PupilsView {
  @ApiProperty({ type: [PupilView] })
  items!: PupilView[];
}

export class UncollectedView {
  @ApiProperty({ format: 'uuid', description: 'The urgent need that was raised' })
  needId!: string;
}

@Controller('class-sessions/:sessionId')
@ApiTags('Classes')
export class HoldSessionController {
  constructor(private readonly holdSession: HoldSessionHandler) {}

  @Get('pupils')
  @Requires('sessions:hold')
  @ApiOperation({
    summary:
      'The pupils with health notes and who may fetch them, for the teacher around the session, the organisation and staff; goes on record',
  })
  @Answers(200, PupilsView)
  pupils(@Param('sessionId', Uuid) id: string, @By() by: Caller): Promise<PupilsView> {
    return this.holdSession.pupils(id, by);
  }

  @Post('attendance')
  @Requires('sessions:hold')
  @ApiOperation({ summary: 'Note who is there; the session is held' })
  @Answers(201, SessionView)
  @Refuses(
    sessionProblems.wrongState,
    sessionProblems.notBegun,
    sessionProblems.withoutTeacher,
    sessionProblems.notAPupil,
  )
  hold(@Param('sessionId', Uuid) id: string, @Body() body: AttendanceDto, @By() by: Caller): Promise<SessionView> {
    return this.holdSession.hold(id, body, by);
  }

  @Post('collections')
  @Requires('sessions:hold')
  @ApiOperation({ summary: 'Note that a child was fetched, and by whom' })
  @Answers(201, SessionView)
  @Refuses(
    sessionProblems.wrongState,
    sessionProblems.notThere,
    sessionProblems.collectedAlready,
    sessionProblems.notAPickUp,
  )
  collect(@Param('sessionId', Uuid) id: string, @Body() body: CollectionDto, @By() by: Caller): Promise<SessionView> {
    return this.holdSession.collect(id, body, by);
  }

  @Post('uncollected')
  @Requires('sessions:hold')
  @ApiOperation({ summary: 'Say that nobody fetched a child: an urgent need is raised at once' })
  @Answers(201, UncollectedView)
  @Refuses(
    sessionProblems.wrongState,
    sessionProblems.notThere,
    sessionProblems.collectedAlready,
    sessionProblems.toldAlready,
    sessionProblems.notOver,
  )
  uncollected(
    @Param('sessionId', Uuid) id: string,
    @Body() { childId }: UncollectedDto,
    @By() by: Caller,
  ): Promise<UncollectedView> {
    return this.holdSession.uncollected(id, childId, by);
  }

  @Post('cancellation')
  @Requires('classes:run')
  @ApiOperation({ summary: 'Cancel a session: its teacher is not needed, its room is free' })
  @Answers(201, SessionView)
  @Refuses(sessionProblems.wrongState)
  cancel(@Param('sessionId', Uuid) id: string, @Body() body: ReasonDto, @By() by: Caller): Promise<SessionView> {
    return this.holdSession.cancel(id, body, by);
  }
}
