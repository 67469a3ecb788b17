import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Uuid } from '@huying/http';
import { ClaimView } from '../claim.view.js';
import { ShowClaimHandler } from './show-claim.handler.js';

@Controller('claims/:claimId')
@ApiTags('Claims')
export class ShowClaimController {
  constructor(private readonly showClaim: ShowClaimHandler) {}

  @Get()
  @Requires('claims:read')
  @ApiOperation({ summary: "One claim: the volunteer's own, or any for staff" })
  @Answers(200, ClaimView)
  get(@Param('claimId', Uuid) claimId: string, @By() by: Caller): Promise<ClaimView> {
    return this.showClaim.handle(claimId, by);
  }
}
