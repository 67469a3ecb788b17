import { Body, Controller, Headers, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { KeepsIdempotencyKeys, Refuses, Uuid } from '@huying/http';
import type { FastifyReply } from 'fastify';
import { ClaimView } from '../../places/claim.view.js';
import { tellOnce } from '../../places/decider.js';
import { OfferDto } from '../../places/offer-place/offer-place.controller.js';
import { offeringRefusals } from '../../places/refusals.js';
import { NameVolunteerHandler } from './name-volunteer.handler.js';

@Controller('claims/:claimId/naming')
@ApiTags('Claims')
export class NameVolunteerController {
  constructor(private readonly nameVolunteer: NameVolunteerHandler) {}

  @Post()
  @HttpCode(201)
  @Requires('claims:name')
  @KeepsIdempotencyKeys()
  @ApiOperation({ summary: "Name somebody for a team's seat; it stays the team's until they accept" })
  @ApiResponse({ status: 201, type: ClaimView, description: 'The claim of the one who was named' })
  @Refuses(...offeringRefusals)
  async post(
    @Param('claimId', Uuid) claimId: string,
    @Body() body: OfferDto,
    @Headers('idempotency-key') key: string | undefined,
    @By() by: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ClaimView> {
    const { view, decided } = await this.nameVolunteer.handle(claimId, body, key, by);
    tellOnce(reply, decided);
    return view;
  }
}
