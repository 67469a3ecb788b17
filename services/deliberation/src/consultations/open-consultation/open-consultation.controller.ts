import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Id, PageOf, PageQuery, Refuses, Text, Uuid, type Page } from '@huying/http';
import { consultationStates, type ConsultationState } from '../consultation.entity.js';
import { consultationProblems } from '../consultations.problems.js';
import { OpenConsultationHandler } from './open-consultation.handler.js';

export class ConsultationDto {
  @Text({ max: 100, example: '3幢2单元加装电梯' })
  title!: string;

  @Text({ max: 5_000, description: 'What it is about, for everybody to read; no names of people' })
  description!: string;

  @Id({ required: false, description: 'What many have called about, if that leads to it: GET /v1/common-problems' })
  commonProblemId?: string | null;
}

export class ConsultationView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: consultationStates })
  state!: ConsultationState;

  @ApiProperty()
  title!: string;

  @ApiProperty()
  description!: string;

  @ApiProperty({ type: String, nullable: true, format: 'uuid', description: 'What many had called about' })
  commonProblemId!: string | null;

  @ApiProperty({ format: 'date-time' })
  openedAt!: string;
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
