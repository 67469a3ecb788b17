import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, OneOf, PageOf, PageQuery, Uuid, type Page } from '@huying/http';
import { warningStates, type WarningState } from '../warning.entity.js';
import { WarningView } from '../warning.view.js';
import { ListWarningsHandler } from './list-warnings.handler.js';

export class ListWarningsQuery extends PageQuery {
  @OneOf(warningStates, { required: false })
  state?: WarningState;
}

export class WarningPage extends PageOf(WarningView) {}

@Controller('warnings')
@ApiTags('Warnings')
export class ListWarningsController {
  constructor(private readonly listWarnings: ListWarningsHandler) {}

  @Get()
  @Requires('warnings:read')
  @ApiOperation({ summary: 'Warnings of group disputes, the latest first' })
  @Answers(200, WarningPage)
  list(@Query() query: ListWarningsQuery, @By() by: Caller): Promise<Page<WarningView>> {
    return this.listWarnings.list(query, by);
  }

  @Get(':warningId')
  @Requires('warnings:read')
  @ApiOperation({ summary: 'What was seen, how sure it is, who is concerned, and what to do' })
  @Answers(200, WarningView)
  get(@Param('warningId', Uuid) id: string, @By() by: Caller): Promise<WarningView> {
    return this.listWarnings.show(id, by);
  }
}
