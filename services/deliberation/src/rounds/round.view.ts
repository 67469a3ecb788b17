import { ApiProperty } from '@nestjs/swagger';
import { Flag, shown, Text } from '@huying/http';
import { ruleNames, type RuleName } from '../majorities/rules.js';
import {
  methods,
  purposes,
  roundStates,
  type Affected,
  type Method,
  type Option,
  type Purpose,
  type Round,
  type RoundState,
} from './round.entity.js';

export class OptionView {
  @ApiProperty({ example: 'o1' })
  id!: string;

  @ApiProperty()
  text!: string;

  @ApiProperty({ required: false, type: 'integer', description: 'What it would cost, if that is known: in fen' })
  costFen?: number;

  @ApiProperty({ required: false, type: () => AffectedDto, description: 'Where those live whom it affects most' })
  affects?: Affected;

  @ApiProperty({ required: false, type: 'integer', description: 'How many of the voters live there' })
  affectedVoters?: number;
}

export class AffectedDto {
  @Text({ max: 50, required: false })
  estate?: string | null;

  @Text({ max: 20, required: false })
  building?: string | null;

  @Text({ max: 20, required: false })
  stairwell?: string | null;
}

export class ScopeDto extends AffectedDto {
  @Flag({ required: false, description: 'Whether tenants (新居民) are heard; never where owners decide' })
  tenants?: boolean | null;
}

export class RoundView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: roundStates })
  state!: RoundState;

  @ApiProperty({ format: 'uuid' })
  consultationId!: string;

  @ApiProperty({ description: 'From 1 to 5' })
  number!: number;

  @ApiProperty({ enum: purposes })
  purpose!: Purpose;

  @ApiProperty({ enum: methods })
  method!: Method;

  @ApiProperty({ enum: ruleNames })
  rule!: RuleName;

  @ApiProperty()
  question!: string;

  @ApiProperty({ type: [OptionView] })
  options!: Option[];

  @ApiProperty()
  mostTicks!: number;

  @ApiProperty({ description: 'Who may vote, fixed when the round was announced' })
  voters!: number;

  @ApiProperty({ format: 'date-time', description: 'Ballots are taken from then on' })
  opensAt!: string;

  @ApiProperty({ format: 'date-time' })
  closesAt!: string;

  @ApiProperty({ type: String, nullable: true, description: 'Once it is closed: passed, failed, no-quorum or counted' })
  outcome!: string | null;
}

export const roundView = (one: Round): RoundView => {
  const { id, state, consultationId, number, purpose, method, rule, question, options, mostTicks, voters } = one;
  return {
    ...{ id, state, consultationId, number, purpose, method, rule, question, options, mostTicks, voters },
    opensAt: shown(one.opensAt),
    closesAt: shown(one.closesAt),
    outcome: one.published?.outcome ?? null,
  };
};
