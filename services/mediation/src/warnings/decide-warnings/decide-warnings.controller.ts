import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, ReasonDto, Refuses, Uuid } from '@huying/http';
import { WarningView } from '../warning.view.js';
import { warningProblems } from '../warnings.problems.js';
import { DecideWarningsHandler } from './decide-warnings.handler.js';

@Controller('warnings/:warningId')
@ApiTags('Warnings')
export class DecideWarningsController {
  constructor(private readonly decideWarnings: DecideWarningsHandler) {}

  @Post('confirmation')
  @Requires('warnings:decide')
  @ApiOperation({ summary: 'Take a warning for what it seems; what belongs to it never counts as usual' })
  @Answers(201, WarningView)
  @Refuses(warningProblems.wrongState)
  confirm(@Param('warningId', Uuid) id: string, @Body() body: ReasonDto, @By() by: Caller): Promise<WarningView> {
    return this.decideWarnings.confirm(id, body, by);
  }

  @Post('dismissal')
  @Requires('warnings:decide')
  @ApiOperation({
    summary: 'Dismiss a warning: it stays quiet for a while, unless much more comes. The thresholds learn nothing',
  })
  @Answers(201, WarningView)
  @Refuses(warningProblems.wrongState)
  dismiss(@Param('warningId', Uuid) id: string, @Body() body: ReasonDto, @By() by: Caller): Promise<WarningView> {
    return this.decideWarnings.dismiss(id, body, by);
  }
}
