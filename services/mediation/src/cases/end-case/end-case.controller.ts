import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, OneOf, Refuses, Uuid } from '@huying/http';
import { terminations, type Termination } from '../case.entity.js';
import { CaseFileView } from '../case.view.js';
import { caseProblems } from '../cases.problems.js';
import { EndCaseHandler } from './end-case.handler.js';

export class TerminationDto {
  @OneOf(terminations)
  reason!: Termination;
}

@Controller('cases/:caseId')
@ApiTags('Cases')
export class EndCaseController {
  constructor(private readonly endCase: EndCaseHandler) {}

  @Post('withdrawal')
  @Requires('cases:answer')
  @ApiOperation({ summary: 'Whoever asked for mediation asks no more' })
  @Answers(201, CaseFileView)
  @Refuses(caseProblems.wrongState, caseProblems.dataNotYours)
  withdraw(@Param('caseId', Uuid) id: string, @By() by: Caller): Promise<CaseFileView> {
    return this.endCase.withdraw(id, by);
  }

  @Post('termination')
  @Requires('cases:mediate')
  @ApiOperation({ summary: 'End mediation that leads nowhere; the answer names the other routes (art. 26)' })
  @Answers(201, CaseFileView)
  @Refuses(caseProblems.wrongState, caseProblems.dataNotYours)
  terminate(@Param('caseId', Uuid) id: string, @Body() body: TerminationDto, @By() by: Caller): Promise<CaseFileView> {
    return this.endCase.terminate(id, body, by);
  }

  @Post('reopening')
  @Requires('cases:mediate')
  @ApiOperation({ summary: 'Try again; every party is asked anew. Not after a court has confirmed the agreement' })
  @Answers(201, CaseFileView)
  @Refuses(caseProblems.wrongState, caseProblems.confirmedByCourt, caseProblems.dataNotYours)
  reopen(@Param('caseId', Uuid) id: string, @By() by: Caller): Promise<CaseFileView> {
    return this.endCase.reopen(id, by);
  }

  @Post('closure')
  @Requires('cases:decide')
  @ApiOperation({ summary: 'Close the file, once it is complete (art. 27)' })
  @Answers(201, CaseFileView)
  @Refuses(caseProblems.wrongState, caseProblems.fileIncomplete, caseProblems.dataNotYours)
  close(@Param('caseId', Uuid) id: string, @By() by: Caller): Promise<CaseFileView> {
    return this.endCase.close(id, by);
  }
}
