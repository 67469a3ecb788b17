import { ApiProperty } from '@nestjs/swagger';
import { Id, IsCalendarDate, OneOf, shown, Text } from '@huying/http';
import {
  appealStates,
  basisKinds,
  pledgeStates,
  type Appeal,
  type AppealState,
  type BasisKind,
  type Pledge,
  type PledgeState,
} from './pledge.entity.js';

/** The decision that an appeal rests on (居委会组织法 art. 16). */
export class BasisDto {
  @OneOf(basisKinds)
  kind!: BasisKind;

  @Id({ required: false, description: 'Of the consultation’s result; left out for a written decision' })
  resultId?: string | null;

  @Text({ max: 200, example: '睦邻协商 2026 年第 3 轮', description: 'What the decision is called, or its number' })
  title!: string;

  @IsCalendarDate({ example: '2026-11-02', description: 'The day of the decision' })
  decidedOn!: string;
}

export class AppealView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ description: 'Also the ETag' })
  version!: number;

  @ApiProperty({ enum: appealStates })
  state!: AppealState;

  @ApiProperty()
  title!: string;

  @ApiProperty({ example: '爱心椅' })
  thing!: string;

  @ApiProperty()
  wanted!: number;

  @ApiProperty()
  place!: string;

  @ApiProperty({ description: 'Months between two upkeeps; 0: none is promised' })
  upkeepMonths!: number;

  @ApiProperty({ type: BasisDto })
  basis!: BasisDto;

  @ApiProperty({ format: 'date-time' })
  opensAt!: string;
}

/** What became of an appeal, for everybody to see. */
export class AccountsView {
  @ApiProperty({ description: 'Whose giver is decided, and what came after it' })
  pledged!: number;

  @ApiProperty({ description: 'Of them, how many have come' })
  delivered!: number;

  @ApiProperty({ description: 'Of them, how many stand' })
  installed!: number;

  @ApiProperty()
  retired!: number;

  @ApiProperty()
  upkeepsDone!: number;

  @ApiProperty()
  upkeepsMissed!: number;
}

export class AppealFileView extends AppealView {
  @ApiProperty({ type: AccountsView })
  accounts!: AccountsView;
}

export class PledgeView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ description: 'Also the ETag' })
  version!: number;

  @ApiProperty({ enum: pledgeStates })
  state!: PledgeState;

  @ApiProperty({ format: 'uuid' })
  appealId!: string;

  @ApiProperty()
  giverId!: string;

  @ApiProperty({
    format: 'uuid',
    description: 'DELETE /v1/claims/{claimId} gives it back until the thing is delivered',
  })
  claimId!: string;

  @ApiProperty({ type: String, nullable: true, description: 'Null: nothing is settled' })
  engraving!: string | null;

  @ApiProperty({ type: Number, nullable: true, description: 'Which of the things; null: waiting for one' })
  number!: number | null;

  @ApiProperty({ type: String, nullable: true, format: 'date' })
  nextUpkeepOn!: string | null;
}

export const appealView = (appeal: Appeal): AppealView => {
  const { id, version, state, title, thing, wanted, place, upkeepMonths, basisKind: kind } = appeal;
  const basis = { kind, resultId: appeal.basisResultId, title: appeal.basis, decidedOn: appeal.basisDecidedOn };
  return { id, version, state, title, thing, wanted, place, upkeepMonths, basis, opensAt: shown(appeal.opensAt) };
};

export const pledgeView = (pledge: Pledge): PledgeView => {
  const { id, version, state, appealId, giverId, claimId, engraving, number, nextUpkeepOn } = pledge;
  return { id, version, state, appealId, giverId, claimId, engraving, number, nextUpkeepOn };
};
