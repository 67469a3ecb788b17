import { Body, Controller, Post } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Id, IsIdempotentByNature, Refuses, Text } from '@huying/http';
import { ballotProblems } from '../ballots.problems.js';
import { CompareReadingsHandler } from './compare-readings.handler.js';

export class DifferingPaperDto {
  @Id()
  roundId!: string;

  @Text({ max: 40, description: 'The code on the paper' })
  code!: string;
}

export class ReadingView {
  @ApiProperty({ type: [String], example: ['yes'] })
  choice!: readonly string[];
}

export class ReadingsView {
  @ApiProperty({ type: [ReadingView], description: 'The two, in the order of their choices; not who read which' })
  items!: ReadingView[];

  @ApiProperty({ type: [String], description: 'Scans of the paper: GET /v1/attachments/{id}' })
  scanIds!: string[];
}

@Controller('ballots/paper/readings')
@ApiTags('Ballots')
export class CompareReadingsController {
  constructor(private readonly compareReadings: CompareReadingsHandler) {}

  // The code stands in the body: a path is logged.
  @Post()
  @Requires('ballots:enter')
  @IsIdempotentByNature()
  @ApiOperation({
    summary: 'What two people read on a paper, where they differ',
    description:
      'For a third person, who has the paper or its scan before them and settles it with `POST /v1/ballots/paper`.',
  })
  @Answers(200, ReadingsView)
  @Refuses(
    ballotProblems.wrongCode,
    ballotProblems.mistypedCode,
    ballotProblems.tooManyWrongCodes,
    ballotProblems.early,
    ballotProblems.late,
    ballotProblems.readAlready,
    ballotProblems.nothingToSettle,
  )
  post(@Body() body: DifferingPaperDto, @By() by: Caller): Promise<ReadingsView> {
    return this.compareReadings.handle(body, by);
  }
}
