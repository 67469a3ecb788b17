import { Body, Controller, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses } from '@huying/http';
import { needProblems } from '../needs.problems.js';
import { NeedView } from '../need.view.js';
import { RaiseNeedDto } from './raise-need.dto.js';
import { RaiseNeedHandler } from './raise-need.handler.js';

@Controller('needs')
@ApiTags('Needs')
export class RaiseNeedController {
  constructor(private readonly raiseNeed: RaiseNeedHandler) {}

  @Post()
  @Requires('needs:raise')
  @ApiOperation({ summary: 'Raise a need, from a call or directly; it is a draft until published' })
  @Answers(201, NeedView)
  @Refuses(
    needProblems.unknownItem,
    needProblems.unknownCall,
    needProblems.callHasNeed,
    needProblems.endsBeforeStart,
    needProblems.tooLong,
    needProblems.startsInThePast,
  )
  post(@Body() body: RaiseNeedDto, @By() by: Caller): Promise<NeedView> {
    return this.raiseNeed.handle(body, by);
  }
}
