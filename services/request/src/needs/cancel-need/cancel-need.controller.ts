import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses, Uuid, ReasonDto } from '@huying/http';
import { needProblems } from '../needs.problems.js';
import { NeedView } from '../need.view.js';
import { CancelNeedHandler } from './cancel-need.handler.js';

@Controller('needs/:needId/cancellation')
@ApiTags('Needs')
export class CancelNeedController {
  constructor(private readonly cancelNeed: CancelNeedHandler) {}

  @Post()
  @Requires('needs:cancel')
  @ApiOperation({ summary: 'Call a need off; whoever holds a place is released and told' })
  @Answers(201, NeedView)
  @Refuses(needProblems.wrongState)
  post(@Param('needId', Uuid) needId: string, @Body() body: ReasonDto, @By() by: Caller): Promise<NeedView> {
    return this.cancelNeed.handle(needId, body, by);
  }
}
