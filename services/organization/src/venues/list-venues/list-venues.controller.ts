import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, OneOf, PageOf, PageQuery, Uuid, type Page } from '@huying/http';
import { venueKinds, type VenueKind } from '../venue.entity.js';
import { VenueView } from '../venue.view.js';
import { ListVenuesHandler } from './list-venues.handler.js';

export class ListVenuesQuery extends PageQuery {
  @OneOf(venueKinds, { required: false })
  kind?: VenueKind;
}

export class VenuePage extends PageOf(VenueView) {}

@Controller('venues')
@ApiTags('Venues')
export class ListVenuesController {
  constructor(private readonly listVenues: ListVenuesHandler) {}

  @Get()
  @Requires('venues:read')
  @ApiOperation({ summary: 'Venues that are open, by name' })
  @Answers(200, VenuePage)
  list(@Query() query: ListVenuesQuery, @By() by: Caller): Promise<Page<VenueView>> {
    return this.listVenues.list(query, by);
  }

  @Get(':venueId')
  @Requires('venues:read')
  @ApiOperation({ summary: 'One venue' })
  @Answers(200, VenueView)
  show(@Param('venueId', Uuid) id: string, @By() by: Caller): Promise<VenueView> {
    return this.listVenues.show(id, by);
  }
}
