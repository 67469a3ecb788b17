import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, PageQuery, Uuid, type Page } from '@huying/http';
import { SightingView } from '../sighting.view.js';
import { ListSightingsHandler } from './list-sightings.handler.js';

export class SightingPage {
  @ApiProperty({ type: [SightingView] })
  items!: SightingView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}

@Controller('needs/:needId/sightings')
@ApiTags('Alerts')
export class ListSightingsController {
  constructor(private readonly listSightings: ListSightingsHandler) {}

  @Get()
  @Requires('sightings:read')
  @ApiOperation({ summary: 'Sightings of an alert, the newest first: for staff and for those who answered it' })
  @Answers(200, SightingPage)
  get(@Param('needId', Uuid) needId: string, @Query() query: PageQuery, @By() by: Caller): Promise<Page<SightingView>> {
    return this.listSightings.handle(needId, query, by);
  }
}
