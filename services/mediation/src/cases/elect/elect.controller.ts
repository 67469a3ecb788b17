import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Ids, Refuses, Uuid, Whole } from '@huying/http';
import { AnswerDto } from '../answer-consent/answer-consent.controller.js';
import { CaseFileView } from '../case.view.js';
import { caseProblems } from '../cases.problems.js';
import { MOST_REPRESENTATIVES } from '../parties.js';
import { ElectHandler } from './elect.handler.js';

export class VoteDto extends AnswerDto {
  @Ids({ min: 1, max: MOST_REPRESENTATIVES, description: 'Members of the group, on the side of whoever votes' })
  votesFor!: string[];
}

export class ElectionDto {
  @Whole({ min: 1, max: 5 })
  side!: number;

  @Whole({ min: 1, max: MOST_REPRESENTATIVES, description: 'How many representatives' })
  seats!: number;
}

@Controller('cases/:caseId')
@ApiTags('Cases')
export class ElectController {
  constructor(private readonly elections: ElectHandler) {}

  @Post('votes')
  @Requires('cases:answer')
  @ApiOperation({ summary: 'A member of a group votes for representatives; voting again replaces the vote' })
  @Answers(201, CaseFileView)
  @Refuses(caseProblems.wrongState, caseProblems.notAGroup, caseProblems.candidateNotInGroup, caseProblems.paperWanted)
  vote(@Param('caseId', Uuid) id: string, @Body() body: VoteDto, @By() by: Caller): Promise<CaseFileView> {
    return this.elections.vote(id, body, by);
  }

  @Post('election')
  @Requires('cases:mediate')
  @ApiOperation({ summary: 'Count the votes of a group; more than half must have voted' })
  @Answers(201, CaseFileView)
  @Refuses(
    caseProblems.wrongState,
    caseProblems.notAGroup,
    caseProblems.electionUndecided,
    caseProblems.electionTied,
    caseProblems.dataNotYours,
  )
  elect(@Param('caseId', Uuid) id: string, @Body() body: ElectionDto, @By() by: Caller): Promise<CaseFileView> {
    return this.elections.elect(id, body, by);
  }
}
