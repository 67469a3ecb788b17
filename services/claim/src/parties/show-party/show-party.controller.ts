import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses, Uuid } from '@huying/http';
import { partyProblems } from '../parties.problems.js';
import { PartyView } from '../party.view.js';
import { ShowPartyHandler } from './show-party.handler.js';

@Controller('parties/:partyId')
@ApiTags('Claims')
export class ShowPartyController {
  constructor(private readonly showParty: ShowPartyHandler) {}

  @Get()
  @Requires('claims:read')
  @ApiOperation({ summary: 'Who has agreed to go together, and what became of it: for its members and staff' })
  @Answers(200, PartyView)
  @Refuses(partyProblems.unknown)
  get(@Param('partyId', Uuid) partyId: string, @By() by: Caller): Promise<PartyView> {
    return this.showParty.handle(partyId, by);
  }
}
