import { Body, Controller, Headers, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { KeepsIdempotencyKeys, NoBody, Refuses, Uuid } from '@huying/http';
import type { FastifyReply } from 'fastify';
import { claimingRefusals } from '../refusals.js';
import { ClaimPlaceHandler, OutcomeView } from './claim-place.handler.js';

/** The volunteer is the token's subject; there is nothing else to say, so the body is empty. */
@Controller('needs/:needId/claims')
@ApiTags('Claims')
export class ClaimPlaceController {
  constructor(private readonly claimPlace: ClaimPlaceHandler) {}

  @Post()
  @HttpCode(201)
  @Requires('claims:create')
  @KeepsIdempotencyKeys()
  @ApiOperation({ summary: 'Claim a place: held (201) or waiting (202), committed before it is told' })
  @ApiResponse({ status: 201, type: OutcomeView, description: 'Held: will not be taken back by a failure' })
  @ApiResponse({ status: 202, type: OutcomeView, description: 'Waiting: all places are held' })
  @Refuses(...claimingRefusals)
  async post(
    @Param('needId', Uuid) needId: string,
    @Body(NoBody) _body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @By() by: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OutcomeView> {
    const { outcome, replayed } = await this.claimPlace.handle(needId, key, by);
    if (outcome.state === 'waiting') void reply.status(202);
    if (replayed) void reply.header('idempotency-replayed', 'true');
    void reply.header('location', `/v1/claims/${outcome.id}`);
    return outcome;
  }
}
