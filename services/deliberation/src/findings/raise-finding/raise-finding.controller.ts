import { Body, Controller, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Id, IsCalendarDate, OneOf, Refuses, RequiresIdempotencyKey, Text, Whole } from '@huying/http';
import { IsOptional } from 'class-validator';
import { severities, type Severity } from '../finding.entity.js';
import { attachmentProblems } from '../../attachments/attachments.problems.js';
import { FindingView } from '../finding.view.js';
import { findingProblems } from '../findings.problems.js';
import { NoteDto } from '../note.dto.js';
import { RaiseFindingHandler } from './raise-finding.handler.js';

export class RaiseFindingDto extends NoteDto {
  @Id()
  workId!: string;

  @Whole({ min: 1, max: 20, description: '1 is the first stage of the work' })
  stage!: number;

  @OneOf(severities)
  severity!: Severity;

  @Text({ max: 20, required: false, example: '3幢', description: 'Left out: outside' })
  building?: string | null;

  @IsOptional()
  @IsCalendarDate({ required: false, description: 'By when; left out: the last day that the severity allows' })
  dueOn?: string;
}

@Controller('findings')
@ApiTags('Findings')
export class RaiseFindingController {
  constructor(private readonly raiseFinding: RaiseFindingHandler) {}

  @Post()
  @Requires('findings:raise')
  @RequiresIdempotencyKey()
  @ApiOperation({ summary: 'Raise a fault in works that you watch (挑刺)' })
  @Answers(201, FindingView)
  @Refuses(
    attachmentProblems.unknown,
    findingProblems.notInTheTeam,
    findingProblems.worksOver,
    findingProblems.noSuchStage,
    findingProblems.dueNotInTime,
  )
  post(@Body() body: RaiseFindingDto, @By() by: Caller): Promise<FindingView> {
    return this.raiseFinding.handle(body, by);
  }
}
