import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Flag, IsCalendarDate, Refuses, Uuid } from '@huying/http';
import { IsOptional } from 'class-validator';
import { attachmentProblems } from '../../attachments/attachments.problems.js';
import { FindingView } from '../finding.view.js';
import { findingProblems } from '../findings.problems.js';
import { NoteDto } from '../note.dto.js';
import { RecheckFindingHandler } from './recheck-finding.handler.js';

export class RecheckFindingDto extends NoteDto {
  @Flag({ description: 'Whether the fault is gone' })
  passed!: boolean;

  @IsOptional()
  @IsCalendarDate({
    required: false,
    description: 'If it is not gone: by when it is to be; left out: the last day that the severity allows',
  })
  dueOn?: string;
}

@Controller('findings/:findingId/recheck')
@ApiTags('Findings')
export class RecheckFindingController {
  constructor(private readonly recheckFinding: RecheckFindingHandler) {}

  @Post()
  @Requires('findings:recheck')
  @ApiOperation({
    summary: 'Look again: close a finding, or reopen it, as often as needed',
    description:
      'Four eyes: neither who raised it, nor who reopened it last, nor who said that it is rectified. One that is closed can be reopened ' +
      'while the works go on.',
  })
  @Answers(201, FindingView)
  @Refuses(
    attachmentProblems.unknown,
    findingProblems.notInTheTeam,
    findingProblems.ownFinding,
    findingProblems.wrongState,
    findingProblems.worksOver,
    findingProblems.dueNotInTime,
    findingProblems.dueOnlyWithReopening,
  )
  post(@Param('findingId', Uuid) id: string, @Body() body: RecheckFindingDto, @By() by: Caller): Promise<FindingView> {
    return this.recheckFinding.handle(id, body, by);
  }
}
