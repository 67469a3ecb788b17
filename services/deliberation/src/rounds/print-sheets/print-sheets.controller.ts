import { Body, Controller, Param, Post, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, IsIdempotentByNature, Refuses, Text, Uuid } from '@huying/http';
import { roundProblems } from '../rounds.problems.js';
import { PrintSheetsHandler } from './print-sheets.handler.js';

export class SheetsDto {
  @Text({ max: 50, required: false, description: 'Left out: the community is one estate' })
  estate?: string | null;

  @Text({ max: 20, example: '3幢' })
  building!: string;

  @Text({ max: 20, required: false, example: '2单元', description: 'Left out: all of the building' })
  stairwell?: string | null;
}

@Controller('rounds/:roundId/sheets')
@ApiTags('Rounds')
export class PrintSheetsController {
  constructor(private readonly printSheets: PrintSheetsHandler) {}

  @Post()
  @Requires('consultations:run')
  // Kept under a key, the codes would lie about for a day.
  @IsIdempotentByNature()
  @ApiProduces('application/pdf')
  @ApiOperation({
    summary: 'The papers of a building or stairwell as a PDF, to be printed',
    description:
      'A page for each voter, with the question, what can be ticked, and a new code; codes given before for the same voters are ' +
      'void. Who owns several homes gets one paper, with the home that was entered first. Whose paper is counted gets none.',
  })
  @Answers(200, String)
  @Refuses(roundProblems.wrongState, roundProblems.nothingToPrint, roundProblems.tooManySheets)
  async post(@Param('roundId', Uuid) id: string, @Body() body: SheetsDto, @By() by: Caller): Promise<StreamableFile> {
    const document = await this.printSheets.handle(id, body, by);
    return new StreamableFile(document, {
      type: 'application/pdf',
      disposition: `inline; filename="sheets-${id}.pdf"`,
    });
  }
}
