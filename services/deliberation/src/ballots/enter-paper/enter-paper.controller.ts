import { Body, Controller, Post } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Codes, Id, IsIdempotentByNature, Refuses, Text } from '@huying/http';
import { attachmentProblems } from '../../attachments/attachments.problems.js';
import { ballotProblems } from '../ballots.problems.js';
import { EnterPaperHandler } from './enter-paper.handler.js';

export class PaperDto {
  @Id()
  roundId!: string;

  @Text({ max: 40, description: 'The code on the paper' })
  code!: string;

  @Codes({ min: 1, max: 50, description: 'What is ticked on it' })
  choice!: string[];

  @Id({
    required: false,
    description: 'A scan of it that you have uploaded: for whoever settles what two read differently',
  })
  scanId?: string | null;
}

const readings = ['read-once', 'differs', 'counted'] as const;

export class PaperView {
  @ApiProperty({ enum: readings, description: 'read-once: another reads it again; differs: a third person settles it' })
  state!: (typeof readings)[number];
}

@Controller('ballots/paper')
@ApiTags('Ballots')
export class EnterPaperController {
  constructor(private readonly enterPaper: EnterPaperHandler) {}

  @Post()
  @Requires('ballots:enter')
  @IsIdempotentByNature()
  @ApiOperation({
    summary: 'Enter what a paper says',
    description:
      'Two different people read each paper; where they differ, a third one settles it. A paper replaces the ballot of the app ' +
      'until the round closes.',
  })
  @Answers(201, PaperView)
  @Refuses(
    ballotProblems.wrongCode,
    ballotProblems.mistypedCode,
    ballotProblems.tooManyWrongCodes,
    ballotProblems.onPaper,
    ballotProblems.early,
    ballotProblems.late,
    ballotProblems.notAChoice,
    ballotProblems.readAlready,
    attachmentProblems.unknown,
  )
  post(@Body() body: PaperDto, @By() by: Caller): Promise<PaperView> {
    return this.enterPaper.handle(body, by);
  }
}
