import { ApiProperty } from '@nestjs/swagger';
import type { Count, Group, Marker, Opinion, StatementOpinion } from './opinion.js';
import type { Talk } from './statement.entity.js';

export class CountView implements Count {
  @ApiProperty({ type: 'integer' })
  agree!: number;

  @ApiProperty({ type: 'integer' })
  disagree!: number;

  @ApiProperty({ type: 'integer' })
  pass!: number;
}

export class MarkerView implements Marker {
  @ApiProperty({ format: 'uuid' })
  statementId!: string;

  @ApiProperty({ enum: ['agree', 'disagree'] })
  side!: 'agree' | 'disagree';
}

export class GroupView implements Group {
  @ApiProperty({ description: 'A is the largest' })
  name!: string;

  @ApiProperty({ type: 'integer', description: 'How many people; never fewer than three' })
  size!: number;

  @ApiProperty({ type: [MarkerView], description: 'What it thinks and the others do not, three at most' })
  markers!: readonly MarkerView[];
}

export class StatementOpinionView implements StatementOpinion {
  @ApiProperty({ format: 'uuid' })
  statementId!: string;

  @ApiProperty()
  text!: string;

  @ApiProperty({ type: CountView })
  all!: CountView;

  @ApiProperty({ type: [CountView], description: 'In the order of the groups' })
  byGroup!: readonly CountView[];

  @ApiProperty({ description: '0 to 1: high only if every group agrees' })
  consensus!: number;
}

const notice = {
  en: 'Exploratory: a picture of what was said. It decides nothing, and people who said little are not placed.',
  zh: '仅供探索参考:反映讨论中的意见分布,不构成任何决定;发表意见较少的居民未计入分组。',
};

export class NoticeView {
  @ApiProperty()
  en!: string;

  @ApiProperty()
  zh!: string;
}

export class OpinionView {
  @ApiProperty({ format: 'uuid' })
  talkId!: string;

  @ApiProperty({ description: 'Always true: it decides nothing' })
  exploratory!: true;

  @ApiProperty({ type: NoticeView })
  notice!: NoticeView;

  @ApiProperty({
    type: 'integer',
    description: 'Where the search for groups begins: the same votes give the same groups',
  })
  seed!: number;

  @ApiProperty({ type: 'integer', description: 'People who voted on enough statements to be placed' })
  placed!: number;

  @ApiProperty({ type: [GroupView], description: 'Empty if too few can be placed, or if all think alike' })
  groups!: readonly GroupView[];

  @ApiProperty({
    type: Number,
    nullable: true,
    description: '-1 to 1: how well the groups are told apart; below about 0.25 hardly at all. Null without groups',
  })
  silhouette!: number | null;

  @ApiProperty({ type: [StatementOpinionView], description: 'What all groups share first' })
  statements!: readonly StatementOpinionView[];
}

export const opinionView = (
  { id: talkId, seed }: Talk,
  { statements, ...opinion }: Opinion,
  texts: ReadonlyMap<string, string>,
): OpinionView => ({
  ...{ talkId, exploratory: true, notice, seed, ...opinion },
  statements: statements.map((one) => ({ ...one, text: texts.get(one.statementId) ?? '' })),
});
