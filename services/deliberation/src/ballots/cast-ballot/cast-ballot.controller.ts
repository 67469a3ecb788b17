import { Body, Controller, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Codes, Id, IsIdempotentByNature, Refuses, Text } from '@huying/http';
import { ballotProblems } from '../ballots.problems.js';
import { Receipt } from '../cast.js';
import { CastBallotHandler } from './cast-ballot.handler.js';

export class BallotDto {
  @Id()
  roundId!: string;

  @Codes({
    min: 1,
    max: 50,
    example: ['yes'],
    description:
      '`yes`, `no` or `abstain`; of a checklist the ids of what is ticked; of a ranking ids, the most wanted first; ' +
      'of points each id with its points (`o1-3`)',
  })
  choice!: string[];

  @Text({ max: 40, required: false, description: 'The code on the paper; left out: the household of the account' })
  code?: string | null;
}

@Controller('ballots')
@ApiTags('Ballots')
export class CastBallotController {
  constructor(private readonly castBallot: CastBallotHandler) {}

  @Post()
  @Requires('ballots:cast')
  // An answer that is kept under a key would tell whose the ballot is.
  @IsIdempotentByNature()
  @ApiOperation({
    summary: 'Cast a ballot',
    description:
      'The answer is the receipt, given once the ballot is committed. The same choice sent again gives the same receipt ' +
      'as long as the round is open; another choice is refused.',
  })
  @Answers(201, Receipt)
  @Refuses(
    ballotProblems.noVote,
    ballotProblems.wrongCode,
    ballotProblems.mistypedCode,
    ballotProblems.tooManyWrongCodes,
    ballotProblems.codesStopped,
    ballotProblems.castAlready,
    ballotProblems.onPaper,
    ballotProblems.early,
    ballotProblems.late,
    ballotProblems.notAChoice,
  )
  post(@Body() body: BallotDto, @By() by: Caller): Promise<Receipt> {
    return this.castBallot.handle(body, by);
  }
}
