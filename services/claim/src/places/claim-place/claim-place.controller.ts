import { Body, Controller, Headers, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { KeepsIdempotencyKeys, Refuses, Uuid } from '@huying/http';
import type { FastifyReply } from 'fastify';
import { tellOnce } from '../decider.js';
import { OutcomeView } from '../outcome.view.js';
import { claimingRefusals } from '../refusals.js';
import { ClaimPlaceDto } from './claim-place.dto.js';
import { ClaimPlaceHandler } from './claim-place.handler.js';

@Controller('needs/:needId/claims')
@ApiTags('Claims')
export class ClaimPlaceController {
  constructor(private readonly claimPlace: ClaimPlaceHandler) {}

  @Post()
  @HttpCode(201)
  @Requires('claims:create')
  @KeepsIdempotencyKeys()
  @ApiOperation({ summary: 'Claim a place: held (201), or waiting or applied (202), committed before it is told' })
  @ApiResponse({ status: 201, type: OutcomeView, description: 'Held: will not be taken back by a failure' })
  @ApiResponse({ status: 202, type: OutcomeView, description: 'Waiting: all places are held; or applied' })
  @Refuses(...claimingRefusals)
  async post(
    @Param('needId', Uuid) needId: string,
    @Body() body: ClaimPlaceDto,
    @Headers('idempotency-key') key: string | undefined,
    @By() by: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OutcomeView> {
    const { outcome, decided } = await this.claimPlace.handle(needId, key, body.riskAccepted ?? false, by);
    tellOnce(reply, decided);
    if (outcome.state !== 'held') void reply.status(202);
    void reply.header('location', `/v1/claims/${outcome.id}`);
    return outcome;
  }
}
