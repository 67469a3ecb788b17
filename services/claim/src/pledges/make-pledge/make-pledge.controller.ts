import { Controller, Headers, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { KeepsIdempotencyKeys, Refuses, Uuid } from '@huying/http';
import type { FastifyReply } from 'fastify';
import { tellOnce } from '../../places/decider.js';
import { OutcomeView } from '../../places/outcome.view.js';
import { eligibilityProblems, whileUnwell } from '../../places/refusals.js';
import { pledgingProblems } from '../pledges.problems.js';
import { MakePledgeHandler } from './make-pledge.handler.js';

@Controller('appeals/:appealId/pledges')
@ApiTags('Pledges')
export class MakePledgeController {
  constructor(private readonly makePledge: MakePledgeHandler) {}

  @Post()
  @HttpCode(201)
  @Requires('pledges:make')
  @KeepsIdempotencyKeys()
  @ApiOperation({
    summary:
      'Pledge one of the things of an appeal: yours (201), or waiting (202), committed before it is told. No payment is taken',
  })
  @ApiResponse({ status: 201, type: OutcomeView, description: 'The thing with number `place` is yours to give' })
  @ApiResponse({ status: 202, type: OutcomeView, description: 'All are pledged; you are next if somebody withdraws' })
  @Refuses(...Object.values(pledgingProblems), eligibilityProblems.notRegistered, ...whileUnwell)
  async post(
    @Param('appealId', Uuid) appealId: string,
    @Headers('idempotency-key') key: string | undefined,
    @By() by: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OutcomeView> {
    const { outcome, decided } = await this.makePledge.handle(appealId, key, by);
    tellOnce(reply, decided);
    if (outcome.state !== 'held') void reply.status(202);
    void reply.header('location', `/v1/claims/${outcome.id}`);
    return outcome;
  }
}
