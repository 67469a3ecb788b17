import { Body, Controller, Headers, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { commonProblems, Ids, KeepsIdempotencyKeys, Refuses, Uuid } from '@huying/http';
import type { FastifyReply } from 'fastify';
import { ClaimView } from '../../places/claim.view.js';
import { tellOnce } from '../../places/decider.js';
import { whileUnwell } from '../../places/refusals.js';
import { enrolmentProblems } from '../enrolments.problems.js';
import { EnrolChildrenHandler } from './enrol-children.handler.js';

export class EnrolChildrenDto {
  @Ids({
    min: 1,
    max: 5,
    description: 'Children of the caller; several are siblings, who have places together or not at all',
  })
  childIds!: string[];
}

/** What was decided for children who are enrolled together. */
export class EnrolmentOutcomeView {
  @ApiProperty({ enum: ['held', 'waiting'], description: 'As it was decided; `items` say what became of it since' })
  state!: 'held' | 'waiting';

  @ApiProperty({
    type: [ClaimView],
    description: 'A claim for each child, whose id is `volunteerId`, in the order asked',
  })
  items!: ClaimView[];
}

@Controller('classes/:classId/enrolments')
@ApiTags('Enrolments')
export class EnrolChildrenController {
  constructor(private readonly enrolChildren: EnrolChildrenHandler) {}

  @Post()
  @HttpCode(201)
  @Requires('enrolments:request')
  @KeepsIdempotencyKeys()
  @ApiOperation({
    summary: 'A guardian enrols children: places for all (201), or all wait in line (202), committed before it is told',
  })
  @ApiResponse({ status: 201, type: EnrolmentOutcomeView, description: 'Each has a place' })
  @ApiResponse({ status: 202, type: EnrolmentOutcomeView, description: 'They wait, siblings as one' })
  @Refuses(...Object.values(enrolmentProblems), commonProblems.idempotencyKeyReused, ...whileUnwell)
  async post(
    @Param('classId', Uuid) classId: string,
    @Body() { childIds }: EnrolChildrenDto,
    @Headers('idempotency-key') key: string | undefined,
    @By() by: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EnrolmentOutcomeView> {
    const { view, decided } = await this.enrolChildren.handle(classId, childIds, key, by);
    tellOnce(reply, decided);
    if (view.state !== 'held') void reply.status(202);
    return view;
  }
}
