import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, OneOf, Refuses, Text, Uuid } from '@huying/http';
import { risks, type Risk } from '../../kinds/kinds.js';
import { CaseView } from '../case.view.js';
import { caseProblems } from '../cases.problems.js';
import { ReasonQuery } from '../keep-parties/keep-parties.controller.js';
import { KeepSafeHandler } from './keep-safe.handler.js';

export class RiskDto {
  @OneOf(risks)
  risk!: Risk;
}

export class MeasureDto {
  @Text({ max: 1_000, example: '双方分开约谈,请网格员上门安抚', description: 'What was done; encrypted' })
  text!: string;
}

export class MeasureView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  text!: string;

  @ApiProperty()
  takenBy!: string;

  @ApiProperty({ format: 'date-time' })
  takenAt!: string;
}

export class MeasuresView {
  @ApiProperty({ type: [MeasureView] })
  items!: MeasureView[];
}

@Controller('cases/:caseId')
@ApiTags('Cases')
export class KeepSafeController {
  constructor(private readonly keepSafe: KeepSafeHandler) {}

  @Post('risk')
  @Requires('cases:mediate')
  @ApiOperation({
    summary: 'Say how likely violence is; any risk is told to the police and the street at once (art. 25)',
  })
  @Answers(201, CaseView)
  @Refuses(caseProblems.dataNotYours)
  risk(@Param('caseId', Uuid) id: string, @Body() body: RiskDto, @By() by: Caller): Promise<CaseView> {
    return this.keepSafe.risk(id, body, by);
  }

  @Post('measures')
  @Requires('cases:mediate')
  @ApiOperation({ summary: 'Put on record what was done so that nobody comes to harm (art. 25)' })
  @Answers(201, MeasureView)
  @Refuses(caseProblems.dataNotYours)
  take(@Param('caseId', Uuid) id: string, @Body() body: MeasureDto, @By() by: Caller): Promise<MeasureView> {
    return this.keepSafe.take(id, body, by);
  }

  @Get('measures')
  @Requires('cases:mediate')
  @ApiOperation({ summary: 'What was done; the reading goes on record' })
  @Answers(200, MeasuresView)
  @Refuses(caseProblems.dataNotYours, caseProblems.reasonWanted)
  list(@Param('caseId', Uuid) id: string, @Query() { reason }: ReasonQuery, @By() by: Caller): Promise<MeasuresView> {
    return this.keepSafe.list(id, reason, by);
  }
}
