import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Id, OneOf, Refuses } from '@huying/http';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Min } from 'class-validator';
import { matchReasons, type MatchReason } from '../matching.js';
import { targetKinds, type TargetKind } from '../partner.entity.js';
import { OfferView } from '../partner.view.js';
import { offerProblems } from '../partners.problems.js';
import { RankMatchesHandler } from './rank-matches.handler.js';

export class RankMatchesQuery {
  @OneOf(targetKinds)
  targetKind!: TargetKind;

  @Id()
  targetId!: string;

  @ApiProperty({ required: false, minimum: 1, description: 'How much is wanted' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  amount?: number;
}

export class RankedOfferView {
  @ApiProperty({ type: OfferView })
  offer!: OfferView;

  @ApiProperty({ description: 'The points of its reasons together' })
  points!: number;

  @ApiProperty({ enum: matchReasons, isArray: true })
  reasons!: MatchReason[];
}

export class RankedOffersView {
  @ApiProperty({ type: [RankedOfferView], description: 'The best first, fifty at most; none: nothing suits' })
  items!: RankedOfferView[];
}

@Controller('offers/matches')
@ApiTags('Offers')
export class RankMatchesController {
  constructor(private readonly rankMatches: RankMatchesHandler) {}

  @Get()
  @Requires('offers:match')
  @ApiOperation({ summary: 'Which offers suit a need, a programme or a milestone, and why' })
  @Answers(200, RankedOffersView)
  @Refuses(offerProblems.unknownTarget)
  get(@Query() query: RankMatchesQuery, @By() by: Caller): Promise<RankedOffersView> {
    return this.rankMatches.handle(query, by);
  }
}
