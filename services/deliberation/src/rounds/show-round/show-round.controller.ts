import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Uuid } from '@huying/http';
import { RoundView } from '../round.view.js';
import { ShowRoundHandler } from './show-round.handler.js';

export class WrongCodesView {
  @ApiProperty({ description: 'The account that tried them' })
  accountId!: string;

  @ApiProperty()
  tries!: number;
}

export class TurnoutView {
  @ApiProperty({ description: 'Voters who have cast a ballot in the app' })
  app!: number;

  @ApiProperty({ description: 'Voters whose paper has been counted' })
  paper!: number;

  @ApiProperty({ type: [WrongCodesView], description: 'At most 100 accounts, those that tried most first' })
  wrongCodes!: WrongCodesView[];

  @ApiProperty({ description: 'So many wrong codes that the app takes none any more; papers are still entered' })
  codesStopped!: boolean;
}

@Controller('rounds/:roundId')
@ApiTags('Rounds')
export class ShowRoundController {
  constructor(private readonly showRound: ShowRoundHandler) {}

  @Get()
  @Requires('consultations:read')
  @ApiOperation({ summary: 'A round' })
  @Answers(200, RoundView)
  get(@Param('roundId', Uuid) id: string, @By() by: Caller): Promise<RoundView> {
    return this.showRound.handle(id, by);
  }

  @Get('turnout')
  @Requires('consultations:run')
  @ApiOperation({ summary: 'How many have voted, and who has tried wrong codes; never what was voted' })
  @Answers(200, TurnoutView)
  turnout(@Param('roundId', Uuid) id: string, @By() by: Caller): Promise<TurnoutView> {
    return this.showRound.turnout(id, by);
  }
}
