import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import {
  Answers,
  IsInstant,
  OneOf,
  PageOf,
  PageQuery,
  Part,
  ReasonDto,
  Refuses,
  Text,
  Uuid,
  Whole,
  type Page,
} from '@huying/http';
import type { Temporal } from 'temporal-polyfill';
import { appealStates, type AppealState } from '../pledge.entity.js';
import { AppealFileView, AppealView, BasisDto } from '../pledge.view.js';
import { appealProblems } from '../pledges.problems.js';
import { OpenAppealHandler } from './open-appeal.handler.js';

export class AppealDto {
  @Text({ max: 100, example: '西山公园爱心椅' })
  title!: string;

  @Text({ max: 50, example: '爱心椅' })
  thing!: string;

  @Whole({ min: 1, max: 500 })
  wanted!: number;

  @Text({ max: 100, example: '西山公园' })
  place!: string;

  @Whole({ min: 0, max: 60, description: 'Months between two upkeeps that the giver promises; 0: none' })
  upkeepMonths!: number;

  @Part(() => BasisDto, { description: 'The decision that it rests on (居委会组织法 art. 16)' })
  basis!: BasisDto;

  @IsInstant({ description: 'From when pledges are taken' })
  opensAt!: Temporal.Instant;
}

export class ListAppealsQuery extends PageQuery {
  @OneOf(appealStates, { required: false })
  state?: AppealState;
}

export class AppealPage extends PageOf(AppealView) {}

@Controller('appeals')
@ApiTags('Pledges')
export class OpenAppealController {
  constructor(private readonly openAppeal: OpenAppealHandler) {}

  @Get()
  @Requires('appeals:read')
  @ApiOperation({ summary: 'Appeals, the newest first' })
  @Answers(200, AppealPage)
  list(@Query() query: ListAppealsQuery, @By() by: Caller): Promise<Page<AppealView>> {
    return this.openAppeal.list(query, by);
  }

  @Get(':appealId')
  @Requires('appeals:read')
  @ApiOperation({ summary: 'One appeal with its accounts: what was pledged, delivered, installed, and how it is kept' })
  @Answers(200, AppealFileView)
  show(@Param('appealId', Uuid) id: string, @By() by: Caller): Promise<AppealFileView> {
    return this.openAppeal.show(id, by);
  }

  @Post()
  @Requires('appeals:run')
  @ApiOperation({ summary: 'Ask for things; no payment is taken' })
  @Answers(201, AppealView)
  @Refuses(
    appealProblems.basisIncomplete,
    appealProblems.basisUnknown,
    appealProblems.basisNotAgreed,
    appealProblems.basisInTheFuture,
  )
  open(@Body() body: AppealDto, @By() by: Caller): Promise<AppealView> {
    return this.openAppeal.open(body, by);
  }

  @Post(':appealId/closure')
  @Requires('appeals:run')
  @ApiOperation({ summary: 'Ask for nothing more; what was pledged goes on' })
  @Answers(201, AppealView)
  @Refuses(appealProblems.wrongState)
  close(@Param('appealId', Uuid) id: string, @Body() body: ReasonDto, @By() by: Caller): Promise<AppealView> {
    return this.openAppeal.close(id, body, by);
  }
}
