import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Codes, PageOf, PageQuery, Refuses, Text, Uuid, type Page } from '@huying/http';
import { householdProblems } from '../households.problems.js';
import { KeepHouseholdsHandler } from './keep-households.handler.js';

const MOST_ACCOUNTS = 10;

export class HouseholdAccountsDto {
  @Codes({ max: MOST_ACCOUNTS, pattern: /^[^\s\p{Cc}]{1,200}$/u, description: 'Accounts that act for the household' })
  accountIds!: string[];
}

export class HouseholdDto extends HouseholdAccountsDto {
  @Text({ max: 20, example: '3幢' })
  building!: string;

  @Text({ max: 20, required: false, example: '2单元', description: 'Left out: the building has one entrance' })
  stairwell?: string | null;

  @Text({ max: 20, example: '601' })
  door!: string;
}

export class HouseholdView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  building!: string;

  @ApiProperty({ type: String, nullable: true })
  stairwell!: string | null;

  @ApiProperty()
  door!: string;

  @ApiProperty({ type: [String] })
  accountIds!: string[];
}

export class HouseholdPage extends PageOf(HouseholdView) {}

@Controller('households')
@ApiTags('Households')
export class KeepHouseholdsController {
  constructor(private readonly keepHouseholds: KeepHouseholdsHandler) {}

  @Get()
  @Requires('households:manage')
  @ApiOperation({ summary: 'Households in the order in which they were entered' })
  @Answers(200, HouseholdPage)
  list(@Query() query: PageQuery, @By() by: Caller): Promise<Page<HouseholdView>> {
    return this.keepHouseholds.list(query, by);
  }

  @Post()
  @Requires('households:manage')
  @ApiOperation({ summary: 'Enter the household of a home' })
  @Answers(201, HouseholdView)
  @Refuses(householdProblems.enteredAlready, householdProblems.accountTaken)
  enter(@Body() body: HouseholdDto, @By() by: Caller): Promise<HouseholdView> {
    return this.keepHouseholds.enter(body, by);
  }

  @Put(':householdId/accounts')
  @Requires('households:manage')
  @ApiOperation({ summary: 'Say which accounts act for a household from now on' })
  @Answers(200, HouseholdView)
  @Refuses(householdProblems.accountTaken)
  assign(
    @Param('householdId', Uuid) id: string,
    @Body() body: HouseholdAccountsDto,
    @By() by: Caller,
  ): Promise<HouseholdView> {
    return this.keepHouseholds.assign(id, body, by);
  }
}
