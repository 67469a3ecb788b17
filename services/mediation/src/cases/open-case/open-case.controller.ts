import { Body, Controller, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import {
  Answers,
  Codes,
  Flag,
  IsPhone,
  OneOf,
  Parts,
  PersonId,
  Refuses,
  RequiresIdempotencyKey,
  Text,
  Whole,
} from '@huying/http';
import { caseSources, disputeKinds, risks, type CaseSource, type DisputeKind, type Risk } from '../../kinds/kinds.js';
import { partyKinds, type PartyKind } from '../case.entity.js';
import { CaseView } from '../case.view.js';
import { caseProblems } from '../cases.problems.js';
import { OpenCaseHandler } from './open-case.handler.js';

/** What a party tells of itself. */
export class SelfDto {
  @Whole({ min: 1, max: 5, description: '1 is the side that asks' })
  side!: number;

  @OneOf(partyKinds, { required: false, description: 'Default person' })
  kind?: PartyKind;

  @Text({ max: 100, example: '王建国', description: 'Encrypted; shown to the case’s mediators' })
  name!: string;

  @IsPhone({ required: false })
  phone?: string;

  @Text({ required: false, max: 6, pattern: /^\d{6}$/, example: '511527', description: 'GB/T 2260' })
  hometown?: string;

  @Codes({ required: false, max: 10, description: 'Dialects and languages that the party speaks' })
  dialects?: string[];

  @Text({ max: 100, required: false, description: 'Where they live; kept as a key that can only be compared' })
  building?: string;

  @Text({ max: 100, required: false, description: 'For whom they work; kept as a key that can only be compared' })
  employer?: string;
}

export class PartyDto extends SelfDto {
  @PersonId({
    required: false,
    description: 'The account with which it acts for itself; without one it signs on paper',
  })
  accountId?: string;
}

export class OpenCaseDto {
  @OneOf(disputeKinds)
  kind!: DisputeKind;

  @OneOf(caseSources, { required: false, description: 'Default: what your role is' })
  source?: CaseSource;

  @Text({ max: 4_000, example: '拖欠三个月工资,要求支付', description: 'What is asked; encrypted' })
  asked!: string;

  @Whole({ min: 1, max: 3, required: false, description: '1 (default): can be planned, 2: within the day, 3: at once' })
  urgency?: number;

  @OneOf(risks, { required: false, description: 'Of violence (art. 25): default none' })
  risk?: Risk;

  @Flag({ required: false, description: 'A side is several who go together' })
  group?: boolean;

  @Text({ max: 100, required: false, description: 'The employer or premises that it is about; encrypted' })
  about?: string;

  @Parts(() => PartyDto, { max: 100, description: 'A party that opens its own case comes first' })
  parties!: PartyDto[];
}

@Controller('cases')
@ApiTags('Cases')
export class OpenCaseController {
  constructor(private readonly openCase: OpenCaseHandler) {}

  @Post()
  @Requires('cases:open')
  @RequiresIdempotencyKey()
  @ApiOperation({
    summary:
      'Bring a dispute to the committee: a party, staff, a grid worker, on referral by police or court (art. 17, 18)',
  })
  @Answers(201, CaseView)
  @Refuses(
    caseProblems.sourceNotYours,
    caseProblems.sidesNotInOrder,
    caseProblems.unknownHometown,
    caseProblems.partyTwice,
  )
  post(@Body() body: OpenCaseDto, @By() by: Caller): Promise<CaseView> {
    return this.openCase.handle(body, by);
  }
}
