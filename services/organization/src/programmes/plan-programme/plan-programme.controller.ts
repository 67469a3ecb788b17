import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Codes, Id, IsCalendarDate, OneOf, ReasonDto, Refuses, Text, Uuid } from '@huying/http';
import { ArrayMaxSize, IsArray, IsOptional, IsString, MaxLength } from 'class-validator';
import { programmeKinds, type ProgrammeKind } from '../programme.entity.js';
import { ProgrammeView } from '../programme.view.js';
import { programmeProblems } from '../programmes.problems.js';
import { PlanProgrammeHandler } from './plan-programme.handler.js';

export class ProgrammeDto {
  @Id({ description: 'The organisation that runs it, for which you act' })
  organizationId!: string;

  @OneOf(programmeKinds)
  kind!: ProgrammeKind;

  @Text({ max: 100, example: '爱心教室' })
  name!: string;

  @Text({ max: 1_000, example: '假期为新居民子女上课' })
  purpose!: string;

  @IsCalendarDate({ example: '2027-01-01' })
  fromOn!: string;

  @IsCalendarDate({ example: '2027-12-31' })
  untilOn!: string;

  @ApiProperty({ type: [String], required: false, example: ['西山社区居民会客厅'] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  places?: string[];

  @Codes({ max: 50, pattern: /^[^\s\p{Cc}]{1,200}$/u, required: false, description: 'Accounts of who runs it' })
  peopleIds?: string[];
}

export class ResultsDto {
  @Text({ max: 2_000, example: '两期,四十名孩子结业' })
  results!: string;
}

@Controller('programmes')
@ApiTags('Programmes')
export class PlanProgrammeController {
  constructor(private readonly planProgramme: PlanProgrammeHandler) {}

  @Post()
  @Requires('programmes:run')
  @ApiOperation({ summary: 'An organisation plans a programme' })
  @Answers(201, ProgrammeView)
  @Refuses(
    programmeProblems.unknownOrganization,
    programmeProblems.organizationNotAtWork,
    programmeProblems.periodUpsideDown,
  )
  plan(@Body() body: ProgrammeDto, @By() by: Caller): Promise<ProgrammeView> {
    return this.planProgramme.plan(body, by);
  }

  @Post(':programmeId/opening')
  @Requires('programmes:run')
  @ApiOperation({ summary: 'Begin it' })
  @Answers(201, ProgrammeView)
  @Refuses(programmeProblems.wrongState, programmeProblems.organizationNotAtWork)
  open(@Param('programmeId', Uuid) id: string, @By() by: Caller): Promise<ProgrammeView> {
    return this.planProgramme.open(id, by);
  }

  @Post(':programmeId/closure')
  @Requires('programmes:run')
  @ApiOperation({ summary: 'Bring it to its end, with its results' })
  @Answers(201, ProgrammeView)
  @Refuses(programmeProblems.wrongState, programmeProblems.stillRunning)
  close(@Param('programmeId', Uuid) id: string, @Body() body: ResultsDto, @By() by: Caller): Promise<ProgrammeView> {
    return this.planProgramme.close(id, body, by);
  }

  @Post(':programmeId/cancellation')
  @Requires('programmes:run')
  @ApiOperation({ summary: 'Call it off' })
  @Answers(201, ProgrammeView)
  @Refuses(programmeProblems.wrongState, programmeProblems.stillRunning)
  cancel(@Param('programmeId', Uuid) id: string, @Body() body: ReasonDto, @By() by: Caller): Promise<ProgrammeView> {
    return this.planProgramme.cancel(id, body, by);
  }
}
