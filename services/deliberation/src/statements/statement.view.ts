import { ApiProperty } from '@nestjs/swagger';
import { shown } from '@huying/http';
import {
  stances,
  statementStates,
  type Stance,
  type Statement,
  type StatementState,
  type Talk,
} from './statement.entity.js';

export class TalkView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ type: String, nullable: true, format: 'uuid', description: 'The round to which it belongs' })
  roundId!: string | null;

  @ApiProperty()
  question!: string;

  @ApiProperty({ format: 'date-time' })
  opensAt!: string;

  @ApiProperty({ format: 'date-time' })
  closesAt!: string;
}

export class StatementView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: statementStates })
  state!: StatementState;

  @ApiProperty({ format: 'uuid' })
  talkId!: string;

  @ApiProperty()
  text!: string;

  @ApiProperty({ description: 'Whether you said it; who else said what is shown to nobody' })
  own!: boolean;

  @ApiProperty({ type: String, nullable: true, description: 'Why it is not shown, for whoever said it and staff' })
  rejection!: string | null;

  @ApiProperty({
    type: String,
    enum: stances,
    nullable: true,
    description: 'What you think of it; null: you have not said',
  })
  stance!: Stance | null;
}

export const talkView = ({ id, roundId, question, opensAt, closesAt }: Talk): TalkView => {
  return { id, roundId, question, opensAt: shown(opensAt), closesAt: shown(closesAt) };
};

export const statementView = (statement: Statement, personId: string, stance: Stance | null): StatementView => {
  const { id, state, talkId, text, authorId, rejection } = statement;
  return { id, state, talkId, text, own: authorId === personId, rejection, stance };
};
