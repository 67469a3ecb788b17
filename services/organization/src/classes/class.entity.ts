import { IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity, VersionColumn } from 'typeorm';

export const termStates = ['planned', 'open', 'ended', 'cancelled'] as const;
export type TermState = (typeof termStates)[number];

/** A term of holiday classes (爱心教室); those of one programme do not overlap. */
@Entity('terms')
export class Term {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @VersionColumn()
  version!: number;

  @Column('text')
  state!: TermState;

  @Column('uuid')
  programmeId!: string;

  @Column('uuid')
  organizationId!: string;

  @Column('text')
  name!: string;

  /** First and last day, `YYYY-MM-DD`. */
  @Column('date')
  fromOn!: string;

  @Column('date')
  untilOn!: string;

  @InstantColumn()
  enrolmentOpensAt!: Temporal.Instant;

  /** When what is known of its children is erased. */
  @Column('date')
  eraseOn!: string;

  @InstantColumn({ nullable: true })
  erasedAt!: Temporal.Instant | null;
}

export const classStates = ['planned', 'open', 'completed', 'cancelled'] as const;
export type ClassState = (typeof classStates)[number];

/** A class of a term: one course, one group of children. */
@Entity('classes')
export class SchoolClass {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @VersionColumn()
  version!: number;

  @Column('text')
  state!: ClassState;

  @Column('uuid')
  termId!: string;

  @Column('uuid')
  organizationId!: string;

  @Column('uuid')
  programmeId!: string;

  @Column('text')
  name!: string;

  @Column('text')
  course!: string;

  @Column('int')
  places!: number;

  /** Full years on the day of the first session. */
  @Column('int')
  minimumAge!: number;

  @Column('int')
  maximumAge!: number;

  @Column('uuid')
  venueId!: string;

  @InstantColumn()
  startsAt!: Temporal.Instant;

  /** How long after a session a child may wait to be fetched. */
  @Column('int')
  collectMinutes!: number;

  /** Percent of the sessions that a pupil must have attended to graduate. */
  @Column('int')
  attendancePercent!: number;

  /** What a teacher must know. */
  @Column('text', { array: true })
  skills!: string[];

  @Column('text')
  personInCharge!: string;
}

export const sessionStates = ['scheduled', 'held', 'cancelled'] as const;
export type SessionState = (typeof sessionStates)[number];

/** One session of a class; its teacher is whoever holds the place of its need. */
@Entity('class_sessions')
export class ClassSession {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @VersionColumn()
  version!: number;

  @Column('text')
  state!: SessionState;

  @Column('uuid')
  classId!: string;

  @Column('uuid')
  termId!: string;

  @Column('uuid')
  organizationId!: string;

  @InstantColumn()
  startsAt!: Temporal.Instant;

  @InstantColumn()
  endsAt!: Temporal.Instant;

  @Column('uuid')
  needId!: string;

  @Column('uuid')
  bookingId!: string;

  @Column('text', { nullable: true })
  teacherId!: string | null;
}
