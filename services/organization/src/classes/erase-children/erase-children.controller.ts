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

export class UnenrolledErasureView {
  @ApiProperty({ format: 'date' })
  erasedOn!: string;

  @ApiProperty({ description: 'Children who were told of half a year before, and were in no class' })
  children!: number;
}

export class UnenrolledErasuresView {
  @ApiProperty({ type: [UnenrolledErasureView], description: 'The latest first' })
  items!: UnenrolledErasureView[];
}

@Controller()
@ApiTags('Children')
export class EraseChildrenController {
  constructor(private readonly eraseChildren: EraseChildrenHandler) {}

  @Get('children/erasures')
  @Requires('children:read-erasures')
  @ApiOperation({ summary: 'The report of children who were erased because they were never enrolled' })
  @Answers(200, UnenrolledErasuresView)
  unenrolled(@By() by: Caller): Promise<UnenrolledErasuresView> {
    return this.eraseChildren.unenrolled(by);
  }

  @Get('terms/:termId/erasure')
  @Requires('classes:run')
  @ApiOperation({ summary: 'The report of what was erased after a term' })
  @Answers(200, ErasureView)
  @Refuses(termProblems.notErased)
  get(@Param('termId', Uuid) id: string, @By() by: Caller): Promise<ErasureView> {
    return this.eraseChildren.report(id, by);
  }
}
