import { Body, Controller, Delete, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Ids, Refuses, Uuid } from '@huying/http';
import { CaseFileView } from '../../cases/case.view.js';
import { caseProblems } from '../../cases/cases.problems.js';
import { mediatorProblems } from '../../mediators/mediators.problems.js';
import { MOST_MEDIATORS } from '../choice.js';
import { AssignMediatorsHandler } from './assign-mediators.handler.js';

export class AssignmentDto {
  @Ids({ min: 1, max: MOST_MEDIATORS })
  mediatorIds!: string[];
}

@Controller('cases/:caseId/mediators')
@ApiTags('Mediators')
export class AssignMediatorsController {
  constructor(private readonly assignMediators: AssignMediatorsHandler) {}

  @Post()
  @Requires('cases:decide')
  @ApiOperation({ summary: 'The committee names the mediators (art. 19), once the parties have had their choice' })
  @Answers(201, CaseFileView)
  @Refuses(
    caseProblems.wrongState,
    caseProblems.dataNotYours,
    mediatorProblems.choiceFirst,
    mediatorProblems.unknown,
    mediatorProblems.assignedAlready,
    mediatorProblems.isParty,
    mediatorProblems.hasConflict,
  )
  post(@Param('caseId', Uuid) id: string, @Body() body: AssignmentDto, @By() by: Caller): Promise<CaseFileView> {
    return this.assignMediators.handle(id, body, by);
  }

  @Delete(':mediatorId')
  @HttpCode(200)
  @Requires('cases:mediate')
  @ApiOperation({ summary: 'Take a mediator off the case: they step back, or are replaced' })
  @Answers(200, CaseFileView)
  @Refuses(caseProblems.wrongState, caseProblems.dataNotYours, mediatorProblems.notOnCase)
  remove(
    @Param('caseId', Uuid) id: string,
    @Param('mediatorId', Uuid) mediatorId: string,
    @By() by: Caller,
  ): Promise<CaseFileView> {
    return this.assignMediators.remove(id, mediatorId, by);
  }
}
