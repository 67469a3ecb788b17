import { Body, Controller, Headers, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { KeepsIdempotencyKeys, Refuses, Uuid } from '@huying/http';
import type { FastifyReply } from 'fastify';
import { ClaimView } from '../claim.view.js';
import { tellOnce } from '../decider.js';
import { OfferDto } from '../offer-place/offer-place.controller.js';
import { offeringRefusals } from '../refusals.js';
import { HandOverPlaceHandler } from './hand-over-place.handler.js';

@Controller('claims/:claimId/hand-over')
@ApiTags('Claims')
export class HandOverPlaceController {
  constructor(private readonly handOverPlace: HandOverPlaceHandler) {}

  @Post()
  @HttpCode(201)
  @Requires('claims:hand-over')
  @KeepsIdempotencyKeys()
  @ApiOperation({ summary: 'Hand a place over to a volunteer by name; it stays with the holder until they accept' })
  @ApiResponse({ status: 201, type: ClaimView, description: 'The claim of the one to whom it is offered' })
  @Refuses(...offeringRefusals)
  async post(
    @Param('claimId', Uuid) claimId: string,
    @Body() body: OfferDto,
    @Headers('idempotency-key') key: string | undefined,
    @By() by: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ClaimView> {
    const { view, decided } = await this.handOverPlace.handle(claimId, body, key, by);
    tellOnce(reply, decided);
    return view;
  }
}
