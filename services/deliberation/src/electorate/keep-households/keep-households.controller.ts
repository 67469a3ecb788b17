import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Codes, OneOf, PageOf, PageQuery, Refuses, Text, Uuid, Whole, type Page } from '@huying/http';
import { tenures, type Tenure } from '../household.entity.js';
import { householdProblems } from '../households.problems.js';
import { KeepHouseholdsHandler } from './keep-households.handler.js';

const MOST_ACCOUNTS = 10;
const MOST_OWNERS = 20;
/** 100,000 m² in hundredths. */
const LARGEST_AREA = 10_000_000;

export class HouseholdAccountsDto {
  @Codes({ max: MOST_ACCOUNTS, pattern: /^[^\s\p{Cc}]{1,200}$/u, description: 'Accounts that act for the household' })
  accountIds!: string[];
}

export class HouseholdDto extends HouseholdAccountsDto {
  @Text({ max: 50, required: false, example: '西山小区', description: 'Left out: the community is one estate' })
  estate?: string | null;

  @Text({ max: 20, example: '3幢' })
  building!: string;

  @Text({ max: 20, required: false, example: '2单元', description: 'Left out: the building has one entrance' })
  stairwell?: string | null;

  @Text({ max: 20, example: '601' })
  door!: string;

  @OneOf(tenures, { required: false, description: 'Default owner; tenants have no area and no owners' })
  tenure?: Tenure | null;

  @Whole({
    ...{ min: 0, max: LARGEST_AREA, required: false, example: 8_950 },
    description: 'Floor area as in the register of property, in hundredths of a square metre',
  })
  area?: number | null;

  @Codes({
    ...{ max: MOST_OWNERS, required: false, pattern: /^[^\s\p{Cc}]{1,100}$/u },
    description: 'What the owners are known by in the register; kept as keys that can only be compared',
  })
  owners?: string[] | null;
}

export class HouseholdView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  estate!: string;

  @ApiProperty()
  building!: string;

  @ApiProperty({ type: String, nullable: true })
  stairwell!: string | null;

  @ApiProperty()
  door!: string;

  @ApiProperty({ enum: tenures })
  tenure!: Tenure;

  @ApiProperty({ description: 'In hundredths of a square metre' })
  area!: number;

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
  @Refuses(householdProblems.enteredAlready, householdProblems.accountTaken, householdProblems.tenantOwns)
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
