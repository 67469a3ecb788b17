import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, IsPhone, PageOf, PageQuery, type Page } from '@huying/http';
import { IsIn, IsOptional } from 'class-validator';
import { channels, type CallChannel } from '../call.entity.js';
import { CallView } from '../call.view.js';
import { ListCallsHandler } from './list-calls.handler.js';

/** Which calls to list. */
export class ListCallsQuery extends PageQuery {
  @ApiProperty({ enum: channels, required: false })
  @IsOptional()
  @IsIn(channels)
  channel?: CallChannel;

  @IsPhone({ required: false, description: 'Calls from this telephone (staff only)' })
  callerPhone?: string;

  @ApiProperty({ required: false, enum: ['true', 'false'], description: 'Only those that nobody has classified yet' })
  @IsOptional()
  @IsIn(['true', 'false'])
  unclassified?: string;
}

export class CallPage extends PageOf(CallView) {}

@Controller('calls')
@ApiTags('Calls')
export class ListCallsController {
  constructor(private readonly listCalls: ListCallsHandler) {}

  @Get()
  @Requires('calls:read')
  @ApiOperation({ summary: 'Calls, the newest first: staff see all, a resident their own' })
  @Answers(200, CallPage)
  get(@Query() query: ListCallsQuery, @By() by: Caller): Promise<Page<CallView>> {
    return this.listCalls.handle(query, by);
  }
}
