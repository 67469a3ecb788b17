import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses, Uuid } from '@huying/http';
import { dispatchRefusals, needProblems } from '../needs.problems.js';
import { NeedView } from '../need.view.js';
import { PublishNeedDto } from './publish-need.dto.js';
import { PublishNeedHandler } from './publish-need.handler.js';

@Controller('needs/:needId/publication')
@ApiTags('Needs')
export class PublishNeedController {
  constructor(private readonly publishNeed: PublishNeedHandler) {}

  @Post()
  @Requires('needs:publish')
  @ApiOperation({ summary: 'Publish a need to its volunteer groups, and say how its places find their volunteers' })
  @Answers(201, NeedView)
  @Refuses(
    needProblems.notADraft,
    needProblems.startsInThePast,
    needProblems.opensAfterStart,
    needProblems.closesBeforeOpening,
    needProblems.closesAfterEnd,
    ...dispatchRefusals,
  )
  post(@Param('needId', Uuid) needId: string, @Body() body: PublishNeedDto, @By() by: Caller): Promise<NeedView> {
    return this.publishNeed.handle(needId, body, by);
  }
}
