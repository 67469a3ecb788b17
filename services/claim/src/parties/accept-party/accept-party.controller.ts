import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, IsIdempotentByNature, Refuses, Uuid } from '@huying/http';
import type { FastifyReply } from 'fastify';
import { ClaimPlaceDto } from '../../places/claim-place/claim-place.dto.js';
import { tellOnce } from '../../places/decider.js';
import { togetherRefusals } from '../../places/refusals.js';
import { partyProblems } from '../parties.problems.js';
import { PartyView } from '../party.view.js';
import { AcceptPartyHandler } from './accept-party.handler.js';

@Controller('parties/:partyId/acceptances')
@ApiTags('Claims')
export class AcceptPartyController {
  constructor(private readonly acceptParty: AcceptPartyHandler) {}

  @Post()
  @Requires('claims:create-party')
  @IsIdempotentByNature()
  @ApiOperation({
    summary: 'Agree to claim together; with the last to agree all claim at once',
    description:
      'Where the need refuses, nobody has claimed, and any member may try again. The refusal may be about any of them.',
  })
  @Answers(200, PartyView)
  @Refuses(partyProblems.unknown, ...togetherRefusals)
  async post(
    @Param('partyId', Uuid) partyId: string,
    @Body() body: ClaimPlaceDto,
    @By() by: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PartyView> {
    const { view, decided } = await this.acceptParty.handle(partyId, body.riskAccepted ?? false, by);
    if (decided) tellOnce(reply, decided);
    return view;
  }
}
