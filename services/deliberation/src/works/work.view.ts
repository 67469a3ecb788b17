import { IsCalendarDate, shown, Text } from '@huying/http';
import { ApiProperty } from '@nestjs/swagger';
import type { Ratings } from './work.js';
import { workStates, type Stage, type Supervisor, type Work, type WorkState } from './work.entity.js';

/** A part of the plan, in a wish and in an answer. */
export class StageDto implements Stage {
  @Text({ max: 50, example: '外立面' })
  name!: string;

  @IsCalendarDate({ example: '2026-12-01', description: 'The first day' })
  fromOn!: string;

  @IsCalendarDate({ example: '2026-12-20', description: 'The last day' })
  untilOn!: string;
}

export class SupervisorView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  personId!: string;

  @ApiProperty({ format: 'date' })
  fromOn!: string;

  @ApiProperty({ format: 'date', description: 'The last day' })
  untilOn!: string;

  @ApiProperty({ type: String, nullable: true, format: 'date-time', description: 'Null: they have not left early' })
  leftAt!: string | null;
}

export class WorkView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ description: 'Also the ETag' })
  version!: number;

  @ApiProperty({ enum: workStates })
  state!: WorkState;

  @ApiProperty()
  title!: string;

  @ApiProperty({ type: String, nullable: true, format: 'uuid', description: 'The round whose result they carry out' })
  decisionId!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Of that round: the option that they carry out' })
  optionId!: string | null;

  @ApiProperty()
  contractor!: string;

  @ApiProperty({ type: 'integer', description: 'In fen, 0.01 CNY' })
  budgetFen!: number;

  @ApiProperty()
  plan!: string;

  @ApiProperty({ type: [StageDto] })
  stages!: StageDto[];

  @ApiProperty({ format: 'date-time' })
  startedAt!: string;

  @ApiProperty({ type: String, nullable: true, format: 'date-time' })
  completedAt!: string | null;

  @ApiProperty({ type: String, nullable: true, format: 'date-time', description: 'Households are asked until then' })
  ratingsUntil!: string | null;
}

export class WorkFindingsView {
  @ApiProperty()
  all!: number;

  @ApiProperty({ description: 'Not closed yet' })
  open!: number;

  @ApiProperty({
    description: 'Of them, how many are serious or dangerous: with one of these the works are not completed',
  })
  grave!: number;
}

export class SatisfactionView {
  @ApiProperty({ description: 'How many households have answered' })
  households!: number;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'From 1 to 5; null until the time is over, or if nobody answered',
  })
  mean!: number | null;
}

export class WorkFileView extends WorkView {
  @ApiProperty({ type: [SupervisorView], description: 'Everybody who was or is in the team' })
  team!: SupervisorView[];

  @ApiProperty({ type: WorkFindingsView })
  findings!: WorkFindingsView;

  @ApiProperty({ type: SatisfactionView })
  satisfaction!: SatisfactionView;
}

export const workView = (work: Work): WorkView => {
  const { id, version, state, title, decisionId, optionId, contractor, budgetFen, plan, stages } = work;
  return {
    ...{ id, version, state, title, decisionId, optionId, contractor, budgetFen, plan, stages },
    ...{ startedAt: shown(work.startedAt), completedAt: shown(work.completedAt) },
    ratingsUntil: shown(work.ratingsUntil),
  };
};

export const supervisorView = ({ id, personId, fromOn, untilOn, leftAt }: Supervisor): SupervisorView => {
  return { id, personId, fromOn, untilOn, leftAt: shown(leftAt) };
};

/** The mean is nobody's guide before all have answered. */
export const satisfactionView = (state: WorkState, { count, sum }: Ratings): SatisfactionView => {
  return { households: count, mean: state === 'closed' && count > 0 ? sum / count : null };
};
