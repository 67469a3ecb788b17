import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import {
  Answers,
  Id,
  IsInstant,
  PageOf,
  PageQuery,
  Parts,
  PersonId,
  Refuses,
  Text,
  Uuid,
  type Page,
} from '@huying/http';
import type { Temporal } from 'temporal-polyfill';
import { ConsultationView } from '../consultation.view.js';
import { consultationProblems } from '../consultations.problems.js';
import { OpenConsultationHandler } from './open-consultation.handler.js';

export class AppointedDto {
  @IsInstant()
  at!: Temporal.Instant;

  @Text({ max: 200, example: '方案说明会' })
  what!: string;
}

export class ConsultationDto {
  @Text({ max: 100, example: '3幢2单元加装电梯' })
  title!: string;

  @Text({ max: 5_000, description: 'What it is about, for everybody to read; no names of people' })
  description!: string;

  @Id({ required: false, description: 'What many have called about, if that leads to it: GET /v1/common-problems' })
  commonProblemId?: string | null;

  @PersonId({ required: false, description: 'Whoever leads through it' })
  facilitatorId?: string | null;

  @Text({ max: 100, required: false, example: '居民会客厅' })
  room?: string | null;

  @Parts(() => AppointedDto, { max: 20, required: false, description: 'What is planned for when' })
  timetable?: AppointedDto[] | null;
}

export class ConsultationPage extends PageOf(ConsultationView) {}

@Controller('consultations')
@ApiTags('Consultations')
export class OpenConsultationController {
  constructor(private readonly openConsultation: OpenConsultationHandler) {}

  @Get()
  @Requires('consultations:read')
  @ApiOperation({ summary: 'Consultations, the latest first' })
  @Answers(200, ConsultationPage)
  list(@Query() query: PageQuery, @By() by: Caller): Promise<Page<ConsultationView>> {
    return this.openConsultation.list(query, by);
  }

  @Post()
  @Requires('consultations:run')
  @ApiOperation({ summary: 'Begin to consult residents about a matter' })
  @Answers(201, ConsultationView)
  @Refuses(consultationProblems.problemUnknown, consultationProblems.problemTakenUp)
  open(@Body() body: ConsultationDto, @By() by: Caller): Promise<ConsultationView> {
    return this.openConsultation.open(body, by);
  }

  @Post(':consultationId/closure')
  @Requires('consultations:run')
  @ApiOperation({ summary: 'End it: there are no more rounds' })
  @Answers(201, ConsultationView)
  @Refuses(consultationProblems.wrongState, consultationProblems.roundOpen)
  close(@Param('consultationId', Uuid) id: string, @By() by: Caller): Promise<ConsultationView> {
    return this.openConsultation.close(id, by);
  }
}
