import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, PageOf, PageQuery, type Page, CatalogueCode } from '@huying/http';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { needStates, type NeedState } from '../need.entity.js';
import { NeedView } from '../need.view.js';
import { ListNeedsHandler } from './list-needs.handler.js';

/** Which needs to list. */
export class ListNeedsQuery extends PageQuery {
  @ApiProperty({ enum: needStates, required: false })
  @IsOptional()
  @IsIn(needStates)
  state?: NeedState;

  @CatalogueCode({ required: false })
  catalogueItemCode?: string;

  @ApiProperty({ required: false, description: 'Words of the title' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  q?: string;

  @ApiProperty({
    required: false,
    enum: ['true', 'false'],
    description: 'Only those past their due time and not yet answered',
  })
  @IsOptional()
  @IsIn(['true', 'false'])
  overdue?: string;
}

export class NeedPage extends PageOf(NeedView) {}

@Controller('needs')
@ApiTags('Needs')
export class ListNeedsController {
  constructor(private readonly listNeeds: ListNeedsHandler) {}

  @Get()
  @Requires('needs:read')
  @ApiOperation({ summary: 'Needs of the community, the newest first; drafts are for staff' })
  @Answers(200, NeedPage)
  get(@Query() query: ListNeedsQuery, @By() by: Caller): Promise<Page<NeedView>> {
    return this.listNeeds.handle(query, by);
  }
}
