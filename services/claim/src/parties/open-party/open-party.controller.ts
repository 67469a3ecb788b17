import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses, RequiresIdempotencyKey, Uuid } from '@huying/http';
import { ArrayMaxSize, ArrayMinSize, IsArray } from 'class-validator';
import { ClaimPlaceDto } from '../../places/claim-place/claim-place.dto.js';
import { claimProblems, eligibilityProblems } from '../../places/refusals.js';
import { IsVolunteerId } from '../../places/person.js';
import { partyProblems } from '../parties.problems.js';
import { PartyView } from '../party.view.js';
import { OpenPartyHandler } from './open-party.handler.js';

/** Who goes together. */
export class OpenPartyDto extends ClaimPlaceDto {
  @IsVolunteerId({ type: [String], isArray: true, description: 'The others, one to nine' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(9)
  volunteerIds!: string[];
}

@Controller('needs/:needId/parties')
@ApiTags('Claims')
export class OpenPartyController {
  constructor(private readonly openParty: OpenPartyHandler) {}

  @Post()
  @Requires('claims:create-party')
  @RequiresIdempotencyKey()
  @ApiOperation({ summary: 'Ask friends to claim together: places for all or for none, once each has agreed' })
  @Answers(201, PartyView)
  @Refuses(partyProblems.names, claimProblems.needUnknown, eligibilityProblems.notRegistered)
  post(@Param('needId', Uuid) needId: string, @Body() body: OpenPartyDto, @By() by: Caller): Promise<PartyView> {
    return this.openParty.handle(needId, body, by);
  }
}
