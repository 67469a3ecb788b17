import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import {
  Answers,
  Id,
  OneOf,
  PageOf,
  PageQuery,
  ReasonDto,
  Refuses,
  RequiresIdempotencyKey,
  Text,
  Uuid,
  Whole,
  type Page,
} from '@huying/http';
import { matchStates, targetKinds, type MatchState, type TargetKind } from '../partner.entity.js';
import { MatchView } from '../partner.view.js';
import { offerProblems } from '../partners.problems.js';
import { MatchOfferHandler } from './match-offer.handler.js';

export class MatchDto {
  @OneOf(targetKinds)
  targetKind!: TargetKind;

  @Id()
  targetId!: string;

  @Whole({ min: 1, max: 1_000_000_000 })
  amount!: number;
}

export class ThanksDto {
  @Text({ max: 500, example: '谢谢您为爱心教室提供的图书' })
  text!: string;
}

export class ListMatchesQuery extends PageQuery {
  @OneOf(matchStates, { required: false })
  state?: MatchState;
}

export class MatchPage extends PageOf(MatchView) {}

@Controller('offers')
@ApiTags('Offers')
export class MatchOfferController {
  constructor(private readonly matchOffer: MatchOfferHandler) {}

  @Get('asked')
  @Requires('offers:read')
  @ApiOperation({ summary: 'What was asked of partners, the newest first; a partner sees what was asked of it' })
  @Answers(200, MatchPage)
  asked(@Query() query: ListMatchesQuery, @By() by: Caller): Promise<Page<MatchView>> {
    return this.matchOffer.asked(query, by);
  }

  @Post(':offerId/matches')
  @Requires('offers:match')
  @RequiresIdempotencyKey()
  @ApiOperation({ summary: 'Propose part of an offer for something; the partner is asked' })
  @Answers(201, MatchView)
  @Refuses(
    offerProblems.wrongState,
    offerProblems.unknownTarget,
    offerProblems.outOfPeriod,
    offerProblems.notEnoughLeft,
  )
  propose(@Param('offerId', Uuid) id: string, @Body() body: MatchDto, @By() by: Caller): Promise<MatchView> {
    return this.matchOffer.propose(id, body, by);
  }

  @Post('matches/:matchId/acceptance')
  @Requires('offers:answer')
  @ApiOperation({ summary: 'The partner agrees; that much is set aside' })
  @Answers(201, MatchView)
  @Refuses(
    offerProblems.matchWrongState,
    offerProblems.wrongState,
    offerProblems.outOfPeriod,
    offerProblems.notEnoughLeft,
  )
  accept(@Param('matchId', Uuid) id: string, @By() by: Caller): Promise<MatchView> {
    return this.matchOffer.accept(id, by);
  }

  @Post('matches/:matchId/refusal')
  @Requires('offers:answer')
  @ApiOperation({ summary: 'The partner does not agree, or it is given up; what was set aside is free again' })
  @Answers(201, MatchView)
  @Refuses(offerProblems.matchWrongState)
  decline(@Param('matchId', Uuid) id: string, @Body() body: ReasonDto, @By() by: Caller): Promise<MatchView> {
    return this.matchOffer.decline(id, body, by);
  }

  @Post('matches/:matchId/use')
  @Requires('offers:match')
  @ApiOperation({ summary: 'Note that it was given; once' })
  @Answers(201, MatchView)
  @Refuses(offerProblems.matchWrongState)
  use(@Param('matchId', Uuid) id: string, @By() by: Caller): Promise<MatchView> {
    return this.matchOffer.use(id, by);
  }

  @Post('matches/:matchId/thanks')
  @Requires('offers:match')
  @ApiOperation({ summary: 'Thank the partner' })
  @Answers(201, MatchView)
  @Refuses(offerProblems.matchWrongState)
  thank(@Param('matchId', Uuid) id: string, @Body() body: ThanksDto, @By() by: Caller): Promise<MatchView> {
    return this.matchOffer.thank(id, body, by);
  }
}
