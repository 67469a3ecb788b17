import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Uuid } from '@huying/http';
import { CallView } from '../call.view.js';
import { ShowCallHandler } from './show-call.handler.js';

@Controller('calls/:callId')
@ApiTags('Calls')
export class ShowCallController {
  constructor(private readonly showCall: ShowCallHandler) {}

  @Get()
  @Requires('calls:read')
  @ApiOperation({ summary: 'One call: for staff, and for the resident who called' })
  @Answers(200, CallView)
  get(@Param('callId', Uuid) callId: string, @By() by: Caller): Promise<CallView> {
    return this.showCall.handle(callId, by);
  }
}
