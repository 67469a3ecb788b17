import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Id, IsInstant, PageOf, PageQuery, Refuses, Text, type Page } from '@huying/http';
import type { Temporal } from 'temporal-polyfill';
import { TalkView } from '../statement.view.js';
import { talkProblems } from '../statements.problems.js';
import { OpenTalkHandler } from './open-talk.handler.js';

export class OpenTalkDto {
  @Text({ max: 200, example: '小区停车位不够,怎么办?' })
  question!: string;

  @Id({ required: false, description: 'The round of a consultation to which it belongs' })
  roundId?: string | null;

  @IsInstant()
  opensAt!: Temporal.Instant;

  @IsInstant({ description: 'From then on nothing is said, and no vote is changed' })
  closesAt!: Temporal.Instant;
}

export class TalkPage extends PageOf(TalkView) {}

@Controller('statements/talks')
@ApiTags('Statements')
export class OpenTalkController {
  constructor(private readonly openTalk: OpenTalkHandler) {}

  @Get()
  @Requires('statements:read')
  @ApiOperation({ summary: 'Talks, the newest first' })
  @Answers(200, TalkPage)
  list(@Query() query: PageQuery, @By() by: Caller): Promise<Page<TalkView>> {
    return this.openTalk.list(query, by);
  }

  @Post()
  @Requires('statements:moderate')
  @ApiOperation({ summary: 'Ask residents what they think' })
  @Answers(201, TalkView)
  @Refuses(talkProblems.timesReversed)
  open(@Body() body: OpenTalkDto, @By() by: Caller): Promise<TalkView> {
    return this.openTalk.open(body, by);
  }
}
