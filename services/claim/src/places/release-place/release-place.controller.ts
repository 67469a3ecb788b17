import { Controller, Delete, Param, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses, Uuid } from '@huying/http';
import type { FastifyReply } from 'fastify';
import { ClaimView } from '../claim.view.js';
import { tellIfDecided } from '../decider.js';
import { releasingRefusals } from '../refusals.js';
import { ReleasePlaceHandler } from './release-place.handler.js';

@Controller('claims/:claimId')
@ApiTags('Claims')
export class ReleasePlaceController {
  constructor(private readonly releasePlace: ReleasePlaceHandler) {}

  @Delete()
  @Requires('claims:release')
  @ApiOperation({
    summary: 'Give a place back, leave the line or decline an offer; the first in line who still fits moves up at once',
  })
  @Answers(200, ClaimView, 'The claim as it ended; a repeat gets the same')
  @Refuses(...releasingRefusals)
  async delete(
    @Param('claimId', Uuid) claimId: string,
    @By() by: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ClaimView> {
    return tellIfDecided(reply, await this.releasePlace.handle(claimId, by));
  }
}
