import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Ids, IsIdempotentByNature, Refuses, Uuid } from '@huying/http';
import { roundProblems } from '../rounds.problems.js';
import { IssueCodesHandler } from './issue-codes.handler.js';

const MOST_AT_ONCE = 200;

export class CodesDto {
  @Ids({ min: 1, max: MOST_AT_ONCE, description: 'Households whose papers are printed' })
  householdIds!: string[];
}

export class CodeView {
  @ApiProperty({ type: [String], format: 'uuid', description: 'The homes of this voter among those asked for' })
  householdIds!: string[];

  @ApiProperty({ example: '7K2MQ-9D4XW-R0TCA', description: '65 bits of randomness; shown here and never again' })
  code!: string;
}

export class CodesView {
  @ApiProperty({ type: [CodeView] })
  items!: CodeView[];
}

@Controller('rounds/:roundId/codes')
@ApiTags('Rounds')
export class IssueCodesController {
  constructor(private readonly issueCodes: IssueCodesHandler) {}

  @Post()
  @Requires('consultations:run')
  // Kept under a key, the codes would lie about for a day.
  @IsIdempotentByNature()
  @ApiOperation({ summary: 'New codes for papers; codes given before for the same voters are void' })
  @Answers(201, CodesView)
  @Refuses(roundProblems.wrongState, roundProblems.unknownVoter)
  post(@Param('roundId', Uuid) id: string, @Body() body: CodesDto, @By() by: Caller): Promise<CodesView> {
    return this.issueCodes.handle(id, body, by);
  }
}
