import { Body, Controller, Param, Put } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, IfMatch, IsNotBlank, Refuses } from '@huying/http';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsInt, IsString, Max, MaxLength, Min } from 'class-validator';
import { answerers, risks, type Answerer, type Risk } from '../catalogue-data.js';
import { catalogueProblems } from '../catalogue.problems.js';
import { CatalogueItemView } from '../catalogue.view.js';
import { ChangeItemHandler } from './change-item.handler.js';

/** The whole of an item as it shall be; code and category stay. */
export class ChangeItemDto {
  @ApiProperty({ maxLength: 50 })
  @IsString()
  @IsNotBlank()
  @MaxLength(50)
  nameZh!: string;

  @ApiProperty({ maxLength: 100 })
  @IsString()
  @IsNotBlank()
  @MaxLength(100)
  nameEn!: string;

  @ApiProperty({ type: [String], description: 'What residents say when they mean it' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @IsNotBlank({ each: true })
  @MaxLength(30, { each: true })
  keywords!: string[];

  @ApiProperty({ minimum: 1, maximum: 525_600, description: 'In minutes' })
  @IsInt()
  @Min(1)
  @Max(525_600)
  usualResponseMinutes!: number;

  @ApiProperty({ enum: answerers })
  @IsIn(answerers)
  usuallyAnsweredBy!: Answerer;

  @ApiProperty({ enum: risks })
  @IsIn(risks)
  risk!: Risk;
}

@Controller('catalogue/items/:code')
@ApiTags('Catalogue')
export class ChangeItemController {
  constructor(private readonly changeItem: ChangeItemHandler) {}

  @Put()
  @Requires('catalogue:change')
  @ApiOperation({ summary: 'Change an item; the version before stays in its history' })
  @ApiHeader({ name: 'If-Match', required: true, description: 'The ETag of the version that the change rests on' })
  @Answers(200, CatalogueItemView)
  @Refuses(catalogueProblems.itemNotFound)
  put(
    @Param('code') code: string,
    @Body() body: ChangeItemDto,
    @IfMatch() version: number,
    @By() by: Caller,
  ): Promise<CatalogueItemView> {
    return this.changeItem.handle(code, body, version, by);
  }
}
