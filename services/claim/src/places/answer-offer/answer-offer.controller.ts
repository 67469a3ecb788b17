import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, IsIdempotentByNature, NoBody, Refuses, Uuid } from '@huying/http';
import type { FastifyReply } from 'fastify';
import { ClaimPlaceDto } from '../claim-place/claim-place.dto.js';
import { ClaimView } from '../claim.view.js';
import { tellIfDecided } from '../decider.js';
import { acceptingRefusals, claimProblems, releasingRefusals } from '../refusals.js';
import { AnswerOfferHandler } from './answer-offer.handler.js';

@Controller('claims/:claimId')
@ApiTags('Claims')
export class AnswerOfferController {
  constructor(private readonly answerOffer: AnswerOfferHandler) {}

  @Post('acceptance')
  @Requires('claims:answer')
  @IsIdempotentByNature()
  @ApiOperation({ summary: 'Accept an offered place, or stay with a need that was moved' })
  @Answers(200, ClaimView)
  @Refuses(...acceptingRefusals)
  async accept(
    @Param('claimId', Uuid) claimId: string,
    @Body() body: ClaimPlaceDto,
    @By() by: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ClaimView> {
    return tellIfDecided(reply, await this.answerOffer.accept(claimId, body.riskAccepted ?? false, by));
  }

  @Post('refusal')
  @Requires('claims:answer')
  @IsIdempotentByNature()
  @ApiOperation({ summary: 'Decline an offered place; the first in line who still fits gets it' })
  @Answers(200, ClaimView)
  @Refuses(...releasingRefusals, claimProblems.notOffered)
  async decline(
    @Param('claimId', Uuid) claimId: string,
    @Body(NoBody) _body: unknown,
    @By() by: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ClaimView> {
    return tellIfDecided(reply, await this.answerOffer.decline(claimId, by));
  }
}
