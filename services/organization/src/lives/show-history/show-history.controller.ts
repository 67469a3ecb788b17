import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Uuid } from '@huying/http';
import { ShowHistoryHandler } from './show-history.handler.js';

export class StepView {
  @ApiProperty({ description: 'The event, as the published language calls it' })
  event!: string;

  @ApiProperty()
  from!: string;

  @ApiProperty()
  to!: string;

  @ApiProperty()
  by!: string;

  @ApiProperty()
  reason!: string;

  @ApiProperty({ format: 'date-time' })
  at!: string;
}

export class StepsView {
  @ApiProperty({ type: [StepView], description: 'In the order in which they were made' })
  items!: StepView[];
}

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
