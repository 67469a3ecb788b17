import { Body, Controller, Headers, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { KeepsIdempotencyKeys, Refuses, Uuid } from '@huying/http';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { ClaimView } from '../claim.view.js';
import { tellOnce } from '../decider.js';
import { IsVolunteerId } from '../person.js';
import { offeringRefusals } from '../refusals.js';
import { OfferPlaceHandler } from './offer-place.handler.js';

/** To whom a place is offered, and for how long. */
export class OfferDto {
  @IsVolunteerId()
  volunteerId!: string;

  @ApiProperty({ required: false, minimum: 5, maximum: 10_080, default: 60, description: 'Minutes to answer in' })
  @IsOptional()
  @IsInt()
  @Min(5)
  @Max(10_080)
  minutes?: number;
}

@Controller('needs/:needId/offers')
@ApiTags('Claims')
export class OfferPlaceController {
  constructor(private readonly offerPlace: OfferPlaceHandler) {}

  @Post()
  @HttpCode(201)
  @Requires('claims:offer')
  @KeepsIdempotencyKeys()
  @ApiOperation({
    summary: 'Offer a free place to a volunteer, who accepts it or not',
    description: 'Nobody is ever assigned without consent (Regulations on Voluntary Service, art. 25).',
  })
  @ApiResponse({ status: 201, type: ClaimView, description: 'Offered' })
  @Refuses(...offeringRefusals)
  async post(
    @Param('needId', Uuid) needId: string,
    @Body() body: OfferDto,
    @Headers('idempotency-key') key: string | undefined,
    @By() by: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ClaimView> {
    const { view, decided } = await this.offerPlace.handle(needId, body, key, by);
    void reply.header('location', `/v1/claims/${view.id}`);
    tellOnce(reply, decided);
    return view;
  }
}
