import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses, Uuid } from '@huying/http';
import { claimProblems } from '../refusals.js';
import { PlacesView, ShowPlacesHandler } from './show-places.handler.js';

@Controller('needs/:needId/places')
@ApiTags('Claims')
export class ShowPlacesController {
  constructor(private readonly showPlaces: ShowPlacesHandler) {}

  @Get()
  @Requires('places:read')
  @ApiOperation({ summary: 'How many places a need has, how many are held and wait, and when it can be claimed' })
  @Answers(200, PlacesView)
  @Refuses(claimProblems.needUnknown, claimProblems.poolRecovering)
  get(@Param('needId', Uuid) needId: string, @By() by: Caller): Promise<PlacesView> {
    return this.showPlaces.handle(needId, by);
  }
}
