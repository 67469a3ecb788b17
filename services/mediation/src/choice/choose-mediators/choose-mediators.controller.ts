import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Id, Ids, Refuses, Uuid } from '@huying/http';
import { AnswerDto } from '../../cases/answer-consent/answer-consent.controller.js';
import { CaseFileView } from '../../cases/case.view.js';
import { caseProblems } from '../../cases/cases.problems.js';
import { mediatorProblems } from '../../mediators/mediators.problems.js';
import { MOST_MEDIATORS } from '../choice.js';
import { ChooseMediatorsHandler } from './choose-mediators.handler.js';

export class ChoiceDto extends AnswerDto {
  @Ids({ min: 1, max: MOST_MEDIATORS })
  mediatorIds!: string[];
}

export class MediatorRefusalDto extends AnswerDto {
  @Id()
  mediatorId!: string;
}

@Controller('cases/:caseId')
@ApiTags('Mediators')
export class ChooseMediatorsController {
  constructor(private readonly chooseMediators: ChooseMediatorsHandler) {}

  @Post('mediator-choices')
  @Requires('cases:answer')
  @ApiOperation({
    summary: 'A side chooses one mediator or several; when every side chooses the same, they are assigned (art. 19)',
  })
  @Answers(201, CaseFileView)
  @Refuses(
    caseProblems.wrongState,
    caseProblems.paperWanted,
    caseProblems.representativeNotElected,
    mediatorProblems.unknown,
    mediatorProblems.assignedAlready,
    mediatorProblems.isParty,
    mediatorProblems.hasConflict,
  )
  choose(@Param('caseId', Uuid) id: string, @Body() body: ChoiceDto, @By() by: Caller): Promise<CaseFileView> {
    return this.chooseMediators.choose(id, body, by);
  }

  @Post('mediator-refusals')
  @Requires('cases:answer')
  @ApiOperation({ summary: 'A side refuses a mediator, proposed or assigned; three times at most' })
  @Answers(201, CaseFileView)
  @Refuses(
    caseProblems.wrongState,
    caseProblems.paperWanted,
    caseProblems.representativeNotElected,
    mediatorProblems.unknown,
    mediatorProblems.refusedAlready,
    mediatorProblems.refusalsUsedUp,
  )
  refuse(@Param('caseId', Uuid) id: string, @Body() body: MediatorRefusalDto, @By() by: Caller): Promise<CaseFileView> {
    return this.chooseMediators.refuse(id, body, by);
  }
}
