import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, PageOf, PageQuery, type Page } from '@huying/http';
import { ListCommonProblemsHandler } from './list-common-problems.handler.js';

export class CommonProblemView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: 'GS-003' })
  catalogueItemCode!: string;

  @ApiProperty({ description: 'Callers, each counted once, when it was found' })
  callers!: number;

  @ApiProperty({ format: 'date-time' })
  firstCalledAt!: string;

  @ApiProperty({ format: 'date-time' })
  foundAt!: string;

  @ApiProperty({ type: String, nullable: true, format: 'uuid', description: 'The consultation that it led to' })
  consultationId!: string | null;
}

export class CommonProblemPage extends PageOf(CommonProblemView) {}

@Controller('common-problems')
@ApiTags('Calls')
export class ListCommonProblemsController {
  constructor(private readonly listCommonProblems: ListCommonProblemsHandler) {}

  @Get()
  @Requires('calls:read')
  @ApiOperation({
    summary: 'What many have called about lately (共性问题), the latest first',
    description:
      'Found by itself, within seconds, from calls that were classified. Staff may consult residents about it.',
  })
  @Answers(200, CommonProblemPage)
  get(@Query() query: PageQuery, @By() by: Caller): Promise<Page<CommonProblemView>> {
    return this.listCommonProblems.handle(query, by);
  }
}
