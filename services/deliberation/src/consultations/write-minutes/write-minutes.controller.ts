import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, IsCalendarDate, PageOf, PageQuery, Refuses, Text, Uuid, type Page } from '@huying/http';
import { consultationProblems } from '../consultations.problems.js';
import { MinutesView } from '../minutes.view.js';
import { WriteMinutesHandler } from './write-minutes.handler.js';

export class MinutesDto {
  @IsCalendarDate({ example: '2026-11-02', description: 'The day of the meeting' })
  metOn!: string;

  @Text({ max: 20_000, description: 'What was said and agreed, for everybody to read; no names of people' })
  text!: string;
}

export class MinutesPage extends PageOf(MinutesView) {}

@Controller('consultations/:consultationId/minutes')
@ApiTags('Consultations')
export class WriteMinutesController {
  constructor(private readonly writeMinutes: WriteMinutesHandler) {}

  @Get()
  @Requires('consultations:read')
  @ApiOperation({ summary: 'The minutes of its meetings, the latest first' })
  @Answers(200, MinutesPage)
  list(
    @Param('consultationId', Uuid) id: string,
    @Query() query: PageQuery,
    @By() by: Caller,
  ): Promise<Page<MinutesView>> {
    return this.writeMinutes.list(id, query, by);
  }

  @Post()
  @Requires('consultations:run')
  @ApiOperation({
    summary: 'Publish the minutes of a meeting',
    description: 'What is published stays: whoever finds a mistake in it publishes a correction.',
  })
  @Answers(201, MinutesView)
  @Refuses(consultationProblems.metInTheFuture)
  write(@Param('consultationId', Uuid) id: string, @Body() body: MinutesDto, @By() by: Caller): Promise<MinutesView> {
    return this.writeMinutes.write(id, body, by);
  }
}
