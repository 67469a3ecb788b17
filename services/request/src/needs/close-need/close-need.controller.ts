import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses, Uuid, ReasonDto } from '@huying/http';
import { needProblems } from '../needs.problems.js';
import { NeedView } from '../need.view.js';
import { CloseNeedHandler } from './close-need.handler.js';

@Controller('needs/:needId/closure')
@ApiTags('Needs')
export class CloseNeedController {
  constructor(private readonly closeNeed: CloseNeedHandler) {}

  @Post()
  @Requires('needs:close')
  @ApiOperation({ summary: 'Close a completed need about which nothing more is to be done' })
  @Answers(201, NeedView)
  @Refuses(needProblems.wrongState)
  post(@Param('needId', Uuid) needId: string, @Body() body: ReasonDto, @By() by: Caller): Promise<NeedView> {
    return this.closeNeed.handle(needId, body, by);
  }
}
