import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses, Uuid } from '@huying/http';
import { attachmentProblems } from '../../attachments/attachments.problems.js';
import { FindingView } from '../finding.view.js';
import { findingProblems } from '../findings.problems.js';
import { NoteDto } from '../note.dto.js';
import { RectifyFindingHandler } from './rectify-finding.handler.js';

@Controller('findings/:findingId')
@ApiTags('Findings')
export class RectifyFindingController {
  constructor(private readonly rectifyFinding: RectifyFindingHandler) {}

  @Post('answer')
  @Requires('findings:rectify')
  @ApiOperation({
    summary: 'Say what will be done about a finding: for its contractor, or staff who enter it for them',
  })
  @Answers(201, FindingView)
  @Refuses(attachmentProblems.unknown, findingProblems.notTheContractor, findingProblems.wrongState)
  answer(@Param('findingId', Uuid) id: string, @Body() body: NoteDto, @By() by: Caller): Promise<FindingView> {
    return this.rectifyFinding.answer(id, body, by);
  }

  @Post('rectification')
  @Requires('findings:rectify')
  @ApiOperation({ summary: 'Say that a finding is rectified; another supervisor looks' })
  @Answers(201, FindingView)
  @Refuses(attachmentProblems.unknown, findingProblems.notTheContractor, findingProblems.wrongState)
  rectify(@Param('findingId', Uuid) id: string, @Body() body: NoteDto, @By() by: Caller): Promise<FindingView> {
    return this.rectifyFinding.rectify(id, body, by);
  }
}
