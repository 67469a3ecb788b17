import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Id, OneOf, PageOf, PageQuery, Refuses, Text, type Page } from '@huying/http';
import { territoryKinds, type TerritoryKind } from '../appointment.entity.js';
import { TerritoryView } from '../appointment.view.js';
import { territoryProblems } from '../appointments.problems.js';
import { KeepTerritoriesHandler } from './keep-territories.handler.js';

export class TerritoryDto {
  @OneOf(territoryKinds)
  kind!: TerritoryKind;

  @Text({ max: 50, example: '3幢2单元' })
  name!: string;

  @Id({ required: false, description: 'What it lies in: left out for a grid' })
  parentId?: string | null;
}

export class ListTerritoriesQuery extends PageQuery {
  @OneOf(territoryKinds, { required: false })
  kind?: TerritoryKind;

  @Id({ required: false })
  parentId?: string;
}

export class TerritoryPage extends PageOf(TerritoryView) {}

@Controller('appointments/territories')
@ApiTags('Appointments')
export class KeepTerritoriesController {
  constructor(private readonly keepTerritories: KeepTerritoriesHandler) {}

  @Get()
  @Requires('appointments:read')
  @ApiOperation({ summary: 'The parts of the estate, by name' })
  @Answers(200, TerritoryPage)
  list(@Query() query: ListTerritoriesQuery, @By() by: Caller): Promise<Page<TerritoryView>> {
    return this.keepTerritories.list(query, by);
  }

  @Post()
  @Requires('appointments:run')
  @ApiOperation({
    summary: 'Enter a part of the estate: a grid, in it micro-grids, in those buildings, in those stairwells',
  })
  @Answers(201, TerritoryView)
  @Refuses(territoryProblems.parentDoesNotFit, territoryProblems.nameTaken)
  enter(@Body() body: TerritoryDto, @By() by: Caller): Promise<TerritoryView> {
    return this.keepTerritories.enter(body, by);
  }
}
