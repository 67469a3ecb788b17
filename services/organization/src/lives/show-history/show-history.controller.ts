import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, StepsView, Uuid } from '@huying/http';
import { ShowHistoryHandler } from './show-history.handler.js';

/** Ids are the same nowhere: one route tells the history of whatever has one. */
@Controller('organizations/histories/:id')
@ApiTags('Organizations')
export class ShowHistoryController {
  constructor(private readonly showHistory: ShowHistoryHandler) {}

  @Get()
  @Requires('organizations:decide')
  @ApiOperation({
    summary: 'Every step of an organisation, a programme, a booking, an offer, a class …: who, when and why',
  })
  @Answers(200, StepsView)
  get(@Param('id', Uuid) id: string, @By() by: Caller): Promise<StepsView> {
    return this.showHistory.handle(id, by);
  }
}
