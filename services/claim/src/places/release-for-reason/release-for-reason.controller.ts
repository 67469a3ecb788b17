import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, IsIdempotentByNature, Refuses, Uuid } from '@huying/http';
import type { FastifyReply } from 'fastify';
import { ClaimView } from '../claim.view.js';
import { tellIfDecided } from '../decider.js';
import { ReasonDto } from '../reason.dto.js';
import { releasingRefusals } from '../refusals.js';
import { ReleaseForReasonHandler } from './release-for-reason.handler.js';

@Controller('claims/:claimId/release')
@ApiTags('Claims')
export class ReleaseForReasonController {
  constructor(private readonly releaseForReason: ReleaseForReasonHandler) {}

  @Post()
  @Requires('claims:release-for-reason')
  @IsIdempotentByNature()
  @ApiOperation({
    summary: 'Take a place back for a volunteer who can no longer do it alone; with the reason on record',
  })
  @Answers(200, ClaimView)
  @Refuses(...releasingRefusals)
  async post(
    @Param('claimId', Uuid) claimId: string,
    @Body() { reason }: ReasonDto,
    @By() by: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ClaimView> {
    return tellIfDecided(reply, await this.releaseForReason.handle(claimId, reason, by));
  }
}
