import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses, Uuid } from '@huying/http';
import { termProblems } from '../classes.problems.js';
import { EraseChildrenHandler } from './erase-children.handler.js';

export class ErasureView {
  @ApiProperty({ description: 'Enrolments of the term; their numbers stay' })
  enrolments!: number;

  @ApiProperty({ description: 'Children who were erased' })
  children!: number;

  @ApiProperty({ description: 'Children who are known still: they are in another term' })
  kept!: number;

  @ApiProperty({ format: 'date-time' })
  erasedAt!: string;
}

@Controller('terms/:termId/erasure')
@ApiTags('Children')
export class EraseChildrenController {
  constructor(private readonly eraseChildren: EraseChildrenHandler) {}

  @Get()
  @Requires('classes:run')
  @ApiOperation({ summary: 'The report of what was erased after a term' })
  @Answers(200, ErasureView)
  @Refuses(termProblems.notErased)
  get(@Param('termId', Uuid) id: string, @By() by: Caller): Promise<ErasureView> {
    return this.eraseChildren.report(id, by);
  }
}
