import { Controller, Delete, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses, Uuid } from '@huying/http';
import { claimProblems } from '../refusals.js';
import { ClaimView } from '../claim.view.js';
import { ReleasePlaceHandler } from './release-place.handler.js';

@Controller('claims/:claimId')
@ApiTags('Claims')
export class ReleasePlaceController {
  constructor(private readonly releasePlace: ReleasePlaceHandler) {}

  @Delete()
  @Requires('claims:release')
  @ApiOperation({ summary: 'Give a place back or leave the line; the first in line who still fits moves up at once' })
  @Answers(200, ClaimView, 'The claim as it ended; a repeat gets the same')
  @Refuses(
    claimProblems.releaseClosed,
    claimProblems.needUnknown,
    claimProblems.poolRecovering,
    claimProblems.outcomeUnknown,
    claimProblems.claimsBusy,
  )
  delete(@Param('claimId', Uuid) claimId: string, @By() by: Caller): Promise<ClaimView> {
    return this.releasePlace.handle(claimId, by);
  }
}
