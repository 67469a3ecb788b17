import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, IsInstant, OneOf, Part, Parts, Refuses, Text, Uuid, Whole } from '@huying/http';
import type { Temporal } from 'temporal-polyfill';
import { consultationProblems } from '../../consultations/consultations.problems.js';
import { ruleNames, type RuleName } from '../../majorities/rules.js';
import { MOST_FEN } from '../../money.js';
import { methods, purposes, type Method, type Purpose } from '../round.entity.js';
import { AffectedDto, RoundView, ScopeDto } from '../round.view.js';
import { roundProblems } from '../rounds.problems.js';
import { OpenRoundHandler } from './open-round.handler.js';

const MOST_OPTIONS = 50;

export class OptionDto {
  @Text({ max: 100, example: '加装电梯' })
  text!: string;

  @Whole({ min: 0, max: MOST_FEN, required: false, description: 'What it would cost, if that is known: in fen' })
  costFen?: number | null;

  @Part(() => AffectedDto, {
    required: false,
    description: 'Where those live whom it affects most; default: all alike',
  })
  affects?: AffectedDto | null;
}

export class RoundDto {
  @OneOf(purposes)
  purpose!: Purpose;

  @OneOf(methods)
  method!: Method;

  @OneOf(ruleNames)
  rule!: RuleName;

  @Whole({ min: 1, max: 100, required: false, description: 'A quorum agreed besides the rule’s, in percent' })
  quorumPercent?: number | null;

  @Text({ max: 500, example: '是否同意加装电梯?' })
  question!: string;

  @Parts(() => OptionDto, {
    ...{ max: MOST_OPTIONS, required: false },
    description: 'No two texts alike. Left out: what was ticked in the round before',
  })
  options?: OptionDto[] | null;

  @Whole({
    min: 1,
    max: MOST_OPTIONS,
    required: false,
    description: 'Ticks on a checklist, or points to spread; default 1',
  })
  mostTicks?: number | null;

  @Part(() => ScopeDto)
  scope!: ScopeDto;

  @IsInstant({ required: false, description: 'Ballots are taken from then on; default, and at the earliest, now' })
  opensAt?: Temporal.Instant | null;

  @IsInstant({ description: 'Nobody can close the round before' })
  closesAt!: Temporal.Instant;
}

export class RoundsView {
  @ApiProperty({ type: [RoundView] })
  items!: RoundView[];
}

@Controller('consultations/:consultationId/rounds')
@ApiTags('Rounds')
export class OpenRoundController {
  constructor(private readonly openRound: OpenRoundHandler) {}

  @Get()
  @Requires('consultations:read')
  @ApiOperation({ summary: 'The rounds of a consultation in their order' })
  @Answers(200, RoundsView)
  list(@Param('consultationId', Uuid) id: string, @By() by: Caller): Promise<RoundsView> {
    return this.openRound.list(id, by);
  }

  @Post()
  @Requires('consultations:run')
  @ApiOperation({ summary: 'Open a round, now or at a later time; who may vote in it is fixed now' })
  @Answers(201, RoundView)
  @Refuses(
    consultationProblems.wrongState,
    roundProblems.tooMany,
    roundProblems.beforeOpen,
    roundProblems.notAgreed,
    roundProblems.closesTooSoon,
    roundProblems.areaNeedsYesNo,
    roundProblems.ruleNeedsYesNo,
    roundProblems.noOptions,
    roundProblems.optionTwice,
    roundProblems.affectingTooMany,
    roundProblems.affectedTooFew,
    roundProblems.areaMissing,
    roundProblems.nobody,
  )
  open(@Param('consultationId', Uuid) id: string, @Body() body: RoundDto, @By() by: Caller): Promise<RoundView> {
    return this.openRound.open(id, body, by);
  }
}
