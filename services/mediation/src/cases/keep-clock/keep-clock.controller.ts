import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, IsInstant, OneOf, Refuses, Uuid } from '@huying/http';
import type { Temporal } from 'temporal-polyfill';
import { AnswerDto } from '../answer-consent/answer-consent.controller.js';
import { pauseReasons, type PauseReason } from '../case.entity.js';
import { CaseView } from '../case.view.js';
import { caseProblems } from '../cases.problems.js';
import { KeepClockHandler } from './keep-clock.handler.js';

export class PauseDto {
  @OneOf(pauseReasons)
  reason!: PauseReason;
}

export class ExtensionDto {
  @IsInstant({ description: 'The new end' })
  until!: Temporal.Instant;
}

@Controller('cases/:caseId')
@ApiTags('Cases')
export class KeepClockController {
  constructor(private readonly keepClock: KeepClockHandler) {}

  @Post('pause')
  @Requires('cases:mediate')
  @ApiOperation({ summary: 'Let the time stand still' })
  @Answers(201, CaseView)
  @Refuses(caseProblems.wrongState, caseProblems.paused, caseProblems.dataNotYours)
  pause(@Param('caseId', Uuid) id: string, @Body() body: PauseDto, @By() by: Caller): Promise<CaseView> {
    return this.keepClock.pause(id, body, by);
  }

  @Post('resumption')
  @Requires('cases:mediate')
  @ApiOperation({ summary: 'Let the time run again; what was lost is added' })
  @Answers(201, CaseView)
  @Refuses(caseProblems.wrongState, caseProblems.notPaused, caseProblems.dataNotYours)
  resume(@Param('caseId', Uuid) id: string, @By() by: Caller): Promise<CaseView> {
    return this.keepClock.resume(id, by);
  }

  @Post('extension')
  @Requires('cases:mediate')
  @ApiOperation({ summary: 'Propose more time to the sides; an earlier proposal falls' })
  @Answers(202, CaseView)
  @Refuses(
    caseProblems.wrongState,
    caseProblems.paused,
    caseProblems.extensionTooShort,
    caseProblems.extensionTooLong,
    caseProblems.dataNotYours,
  )
  propose(@Param('caseId', Uuid) id: string, @Body() body: ExtensionDto, @By() by: Caller): Promise<CaseView> {
    return this.keepClock.propose(id, body, by);
  }

  @Post('extension/consents')
  @Requires('cases:answer')
  @ApiOperation({ summary: 'A side agrees to the time that is proposed; with the last side it is added' })
  @Answers(201, CaseView)
  @Refuses(
    caseProblems.wrongState,
    caseProblems.noExtension,
    caseProblems.paperWanted,
    caseProblems.representativeNotElected,
  )
  agree(@Param('caseId', Uuid) id: string, @Body() body: AnswerDto, @By() by: Caller): Promise<CaseView> {
    return this.keepClock.agree(id, body, by);
  }
}
