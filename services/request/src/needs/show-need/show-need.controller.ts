import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Uuid } from '@huying/http';
import { NeedView } from '../need.view.js';
import { NeedHistoryView, ShowNeedHandler } from './show-need.handler.js';

@Controller('needs/:needId')
@ApiTags('Needs')
export class ShowNeedController {
  constructor(private readonly showNeed: ShowNeedHandler) {}

  @Get()
  @Requires('needs:read')
  @ApiOperation({ summary: 'One need with its board; private details only for staff and holders of a place' })
  @Answers(200, NeedView)
  get(@Param('needId', Uuid) needId: string, @By() by: Caller): Promise<NeedView> {
    return this.showNeed.handle(needId, by);
  }

  @Get('history')
  @Requires('needs:read-private')
  @ApiOperation({ summary: 'Every transition of the need, with who and why' })
  @Answers(200, NeedHistoryView)
  history(@Param('needId', Uuid) needId: string, @By() by: Caller): Promise<NeedHistoryView> {
    return this.showNeed.history(needId, by);
  }
}
