import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses } from '@huying/http';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { catalogueProblems } from '../catalogue.problems.js';
import { CatalogueItemHistoryView, CatalogueItemView, CatalogueView } from '../catalogue.view.js';
import { ListCatalogueHandler } from './list-catalogue.handler.js';

/** Which items to list; all 112 fit on one page. */
export class ListCatalogueQuery {
  @ApiProperty({ required: false, example: 'livelihood-care' })
  @IsOptional()
  @IsString()
  @MaxLength(50)
  category?: string;

  @ApiProperty({ required: false, description: 'A part of a name or keyword, in Chinese or English' })
  @IsOptional()
  @IsString()
  @MaxLength(50)
  q?: string;
}

@Controller('catalogue')
@ApiTags('Catalogue')
export class ListCatalogueController {
  constructor(private readonly listCatalogue: ListCatalogueHandler) {}

  @Get()
  @Requires('catalogue:read')
  @ApiOperation({ summary: 'The catalogue of needs (居民需求清单)' })
  @Answers(200, CatalogueView)
  get(@Query() query: ListCatalogueQuery, @By() by: Caller): Promise<CatalogueView> {
    return this.listCatalogue.handle(query, by);
  }

  @Get('items/:code')
  @Requires('catalogue:read')
  @ApiOperation({ summary: 'One item in force' })
  @Answers(200, CatalogueItemView)
  @Refuses(catalogueProblems.itemNotFound)
  item(@Param('code') code: string, @By() by: Caller): Promise<CatalogueItemView> {
    return this.listCatalogue.item(code, by);
  }

  @Get('items/:code/history')
  @Requires('catalogue:read')
  @ApiOperation({ summary: 'Every version of an item, with who changed it' })
  @Answers(200, CatalogueItemHistoryView)
  @Refuses(catalogueProblems.itemNotFound)
  history(@Param('code') code: string, @By() by: Caller): Promise<CatalogueItemHistoryView> {
    return this.listCatalogue.history(code, by);
  }
}
