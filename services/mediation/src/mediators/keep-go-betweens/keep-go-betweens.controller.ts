import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, PageOf, PageQuery, Parts, PersonId, Refuses, Text, Uuid, Whole, type Page } from '@huying/http';
import { GoBetweenView, SpeechDto, TieDto } from '../mediator.view.js';
import { goBetweenProblems } from '../mediators.problems.js';
import { KeepGoBetweensHandler } from './keep-go-betweens.handler.js';

export class GoBetweenDto {
  @Text({ max: 50, example: '陈老乡', description: 'Encrypted; shown to the parties, who must agree' })
  name!: string;

  @PersonId({ description: 'A volunteer of the community' })
  volunteerId!: string;

  @Text({ max: 6, pattern: /^\d{6}$/, example: '511527', description: 'GB/T 2260' })
  hometown!: string;

  @Parts(() => SpeechDto, { max: 20 })
  dialects!: SpeechDto[];

  @Parts(() => SpeechDto, { max: 20, required: false })
  languages?: SpeechDto[];

  @Text({ max: 500, example: '老乡会副会长,帮二十多位老乡讨回过工资', description: 'Why they are trusted; encrypted' })
  trust!: string;

  @Whole({ min: 1, max: 20, required: false, description: 'Most cases at once; default 3' })
  loadLimit?: number;

  @Parts(() => TieDto, { max: 100, required: false, description: 'Told to both sides before they answer' })
  ties?: TieDto[];

  @Text({ max: 100, required: false, description: 'Where they live; kept as a key that can only be compared' })
  building?: string;

  @Text({ max: 100, required: false, description: 'For whom they work; kept as a key that can only be compared' })
  employer?: string;
}

export class GoBetweenPage extends PageOf(GoBetweenView) {}

@Controller('go-betweens')
@ApiTags('Go-betweens')
export class KeepGoBetweensController {
  constructor(private readonly keepGoBetweens: KeepGoBetweensHandler) {}

  @Post()
  @Requires('mediators:manage')
  @ApiOperation({ summary: 'Register a volunteer whom people of a hometown trust' })
  @Answers(201, GoBetweenView)
  @Refuses(goBetweenProblems.twice, goBetweenProblems.unknownHometown, goBetweenProblems.unknownVolunteer)
  register(@Body() body: GoBetweenDto, @By() by: Caller): Promise<GoBetweenView> {
    return this.keepGoBetweens.register(body, by);
  }

  @Get()
  @Requires('cases:mediate')
  @ApiOperation({ summary: 'Go-betweens, in the order in which they were registered' })
  @Answers(200, GoBetweenPage)
  list(@Query() query: PageQuery, @By() by: Caller): Promise<Page<GoBetweenView>> {
    return this.keepGoBetweens.list(query, by);
  }

  @Post(':goBetweenId/retirement')
  @Requires('mediators:manage')
  @ApiOperation({ summary: 'Ask them no more' })
  @Answers(201, GoBetweenView)
  @Refuses(goBetweenProblems.wrongState)
  retire(@Param('goBetweenId', Uuid) id: string, @By() by: Caller): Promise<GoBetweenView> {
    return this.keepGoBetweens.retire(id, by);
  }
}
