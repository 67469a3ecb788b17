import { decrypt, encrypt, EncryptedColumn, IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity, PrimaryColumn, VersionColumn, type ValueTransformer } from 'typeorm';

/** Somebody who may fetch a child. */
export interface PickUpPerson {
  readonly name: string;
  readonly phone: string;
  readonly relation: string;
}

const encryptedPeople: ValueTransformer = {
  to: (value: readonly PickUpPerson[]) => encrypt(JSON.stringify(value)),
  from: (value: string) => JSON.parse(decrypt(value)) as PickUpPerson[],
};

/**
 * A child as a guardian has told of it, with consent (PIPL art. 28, 31). Everything but the ids is encrypted; whoever reads it is
 * on record; it is erased after the term.
 */
@Entity('children')
export class Child {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @VersionColumn()
  version!: number;

  @Column('text')
  guardianId!: string;

  @EncryptedColumn()
  name!: string;

  /** `YYYY-MM-DD` */
  @EncryptedColumn()
  birthDate!: string;

  @EncryptedColumn({ nullable: true })
  healthNotes!: string | null;

  @Column({ type: 'text', transformer: encryptedPeople })
  pickUps!: PickUpPerson[];

  @InstantColumn()
  consentAt!: Temporal.Instant;
}

export const childReaders = ['guardian', 'teacher', 'organizer', 'staff'] as const;
export type ChildReader = (typeof childReaders)[number];

/** Somebody was shown what is known of a child: who, when and as what. */
@Entity('child_readings')
export class ChildReading {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  /** The child may have been erased: who read it stays on record. */
  @Column('uuid')
  childId!: string;

  /** Whose child it is; null: read before this was noted, and erased since. */
  @Column('text', { nullable: true })
  guardianId!: string | null;

  @Column('text')
  readBy!: string;

  @Column('text')
  readAs!: ChildReader;

  @InstantColumn()
  readAt!: Temporal.Instant;
}

export const enrolmentStates = ['requested', 'waiting', 'enrolled', 'withdrawn', 'graduated', 'ended'] as const;
export type EnrolmentState = (typeof enrolmentStates)[number];

/** A child's place in a class, or in its line: what became of a claim, which is the claim service's decision. */
@Entity('enrolments')
export class Enrolment {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @VersionColumn()
  version!: number;

  @Column('text')
  state!: EnrolmentState;

  @Column('uuid')
  classId!: string;

  @Column('uuid')
  termId!: string;

  /** The child is not a foreign key: it is erased, the number of enrolments stays. */
  @Column('uuid')
  childId!: string;

  @Column('text')
  guardianId!: string;

  /** The claim that it follows. */
  @Column('uuid')
  claimId!: string;

  @InstantColumn()
  requestedAt!: Temporal.Instant;
}

/** That a child was at a session, and when it was fetched. */
@Entity('session_presences')
export class SessionPresence {
  @PrimaryColumn('uuid')
  sessionId!: string;

  @PrimaryColumn('uuid')
  childId!: string;

  @InstantColumn({ nullable: true })
  collectedAt!: Temporal.Instant | null;

  /** Who fetched it. */
  @EncryptedColumn({ nullable: true })
  collectedBy!: string | null;

  /** The urgent need, if it was not fetched in time. */
  @Column('uuid', { nullable: true })
  needId!: string | null;
}

export const formerPupilStates = ['followed', 'invited', 'returned', 'forgotten'] as const;
export type FormerPupilState = (typeof formerPupilStates)[number];

/** A former pupil who agreed to be asked again; nothing of the child is kept but the account and the quarter in which to ask. */
@Entity('former_pupils')
export class FormerPupil {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @VersionColumn()
  version!: number;

  @Column('text')
  state!: FormerPupilState;

  @Column('uuid')
  termId!: string;

  @Column('uuid')
  childId!: string;

  @Column('text')
  guardianId!: string;

  /** The account under which the pupil may return as a volunteer; null once forgotten. */
  @Column('text', { nullable: true })
  accountId!: string | null;

  /** The first day of a quarter: it tells nobody's birthday. */
  @Column('date')
  inviteOn!: string;
}
