import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses, RequiresIdempotencyKey, Uuid, Whole } from '@huying/http';
import { SatisfactionView } from '../work.view.js';
import { workProblems } from '../works.problems.js';
import { RateWorkHandler } from './rate-work.handler.js';

export class RateWorkDto {
  @Whole({ min: 1, max: 5, description: '5: very satisfied' })
  satisfaction!: number;
}

@Controller('works/:workId/ratings')
@ApiTags('Works')
export class RateWorkController {
  constructor(private readonly rateWork: RateWorkHandler) {}

  @Post()
  @Requires('works:rate')
  @RequiresIdempotencyKey()
  @ApiOperation({ summary: 'Say how satisfied your household is with works that are done; once for each household' })
  @Answers(201, SatisfactionView)
  @Refuses(workProblems.notAskedYet, workProblems.ratingsOver, workProblems.ratedAlready, workProblems.noHousehold)
  post(@Param('workId', Uuid) id: string, @Body() body: RateWorkDto, @By() by: Caller): Promise<SatisfactionView> {
    return this.rateWork.handle(id, body, by);
  }
}
