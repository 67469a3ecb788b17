import { EncryptedColumn, IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';

/** A question about which residents say what they think. */
@Entity('talks')
export class Talk {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  /** The round of a consultation to which it belongs; null: none. */
  @Column('uuid', { nullable: true })
  roundId!: string | null;

  @Column('text')
  question!: string;

  @InstantColumn()
  opensAt!: Temporal.Instant;

  /** From then on nothing is said, and no vote is changed. */
  @InstantColumn()
  closesAt!: Temporal.Instant;

  /** Where the search for groups begins: the same votes give the same groups. */
  @Column('int')
  seed!: number;

  @InstantColumn()
  openedAt!: Temporal.Instant;
}

export const statementStates = ['submitted', 'shown', 'rejected'] as const;
export type StatementState = (typeof statementStates)[number];

/** What somebody has said. Who did is shown to nobody but themself and whoever moderates. */
@Entity('statements')
export class Statement {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @VersionColumn()
  version!: number;

  @Column('text')
  state!: StatementState;

  @Column('uuid')
  talkId!: string;

  /** Until it is moderated, anybody may be named in it. */
  @EncryptedColumn()
  text!: string;

  /** A key of the text by which it is found again in the talk. */
  @Column('text')
  textKey!: string;

  @Column('text')
  authorId!: string;

  /** Why it is not shown, for whoever said it. */
  @EncryptedColumn({ nullable: true })
  rejection!: string | null;

  @InstantColumn()
  submittedAt!: Temporal.Instant;
}

export const stances = ['agree', 'disagree', 'pass'] as const;
/** What somebody thinks of a statement; to pass is to have read it. */
export type Stance = (typeof stances)[number];

/** One person's stance, until they change it. */
@Entity('statement_votes')
export class StatementVote {
  @PrimaryColumn('uuid')
  statementId!: string;

  @PrimaryColumn('text')
  personId!: string;

  @Column('text')
  stance!: Stance;

  @InstantColumn()
  votedAt!: Temporal.Instant;
}
