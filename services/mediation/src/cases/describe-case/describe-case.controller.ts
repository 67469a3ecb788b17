import { Body, Controller, Param, Put } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Flag, IfMatch, OneOf, Refuses, Text, Uuid, Whole } from '@huying/http';
import { disputeKinds, MOST_URGENT, type DisputeKind } from '../../kinds/kinds.js';
import { CaseView } from '../case.view.js';
import { caseProblems } from '../cases.problems.js';
import { DescribeCaseHandler } from './describe-case.handler.js';

/** What was not known when the dispute came in; what is left out stays as it is. */
export class DescriptionDto {
  @OneOf(disputeKinds, { required: false })
  kind?: DisputeKind;

  @Text({ max: 4_000, required: false, description: 'What is asked, where nobody has said it yet; encrypted' })
  asked?: string;

  @Whole({ min: 1, max: MOST_URGENT, required: false, description: '1: can be planned, 2: within the day, 3: at once' })
  urgency?: number;

  @Flag({ required: false, description: 'A side is several who go together' })
  group?: boolean;

  @Text({ max: 100, required: false, description: 'The employer or premises that it is about; encrypted' })
  about?: string;
}

@Controller('cases/:caseId/description')
@ApiTags('Cases')
export class DescribeCaseController {
  constructor(private readonly describeCase: DescribeCaseHandler) {}

  @Put()
  @Requires('cases:mediate')
  @ApiHeader({ name: 'If-Match', required: true, description: 'The ETag of the version that the change rests on' })
  @ApiOperation({
    summary: 'Say what a dispute is about that came by event, until all have consented to its mediation',
  })
  @Answers(200, CaseView)
  @Refuses(caseProblems.wrongState, caseProblems.askedAlready, caseProblems.dataNotYours)
  put(
    @Param('caseId', Uuid) id: string,
    @Body() body: DescriptionDto,
    @IfMatch() version: number,
    @By() by: Caller,
  ): Promise<CaseView> {
    return this.describeCase.handle(id, body, version, by);
  }
}
