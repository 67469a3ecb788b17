import { EncryptedColumn, IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity, VersionColumn } from 'typeorm';
import type { CaseSource, DisputeKind, Risk } from '../kinds/kinds.js';

export const caseStates = [
  'received',
  'consent-sought',
  'accepted',
  'in-mediation',
  'agreed',
  'terminated',
  'performed',
  'broken',
  'confirmed',
  'withdrawn',
  'closed',
] as const;
export type CaseState = (typeof caseStates)[number];

/** Why the time stands still. */
export const pauseReasons = ['expertise', 'holiday', 'illness', 'search', 'other'] as const;
export type PauseReason = (typeof pauseReasons)[number];

/** Why mediation ended without an agreement; a side's refusal is an event of its own. */
export const terminations = ['no-agreement', 'period-over', 'unsuitable', 'party-gone'] as const;
export type Termination = (typeof terminations)[number];

/** A dispute that was brought to the people's mediation committee. Free of charge (人民调解法 art. 4). */
@Entity('cases')
export class MediationCase {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @VersionColumn()
  version!: number;

  @Column('text')
  state!: CaseState;

  @Column('text')
  kind!: DisputeKind;

  @Column('text')
  source!: CaseSource;

  /** The call or need from which it came. */
  @Column('uuid', { nullable: true })
  originId!: string | null;

  /** 1: can be planned, 2: within the day, 3: at once. */
  @Column('int')
  urgency!: number;

  @Column('text')
  risk!: Risk;

  /** Whether a side is a group, with representatives. */
  @Column('boolean')
  group!: boolean;

  /** What is asked, in the words of whoever asked. */
  @EncryptedColumn({ nullable: true })
  asked!: string | null;

  /** The employer or the premises that it is about, as the warnings know it. */
  @Column('uuid', { nullable: true })
  subjectId!: string | null;

  /** The account of whoever opened it. */
  @Column('text')
  openedBy!: string;

  @InstantColumn()
  receivedAt!: Temporal.Instant;

  /** When every side had consented; the time runs from then on. */
  @InstantColumn({ nullable: true })
  acceptedAt!: Temporal.Instant | null;

  @InstantColumn({ nullable: true })
  dueAt!: Temporal.Instant | null;

  @InstantColumn({ nullable: true })
  pausedAt!: Temporal.Instant | null;

  @Column('text', { nullable: true })
  pauseReason!: PauseReason | null;

  /** The end that was proposed to the sides; null: none is. */
  @InstantColumn({ nullable: true })
  extendTo!: Temporal.Instant | null;

  /** Sides that agree to it. */
  @Column('int', { array: true })
  extendedBy!: number[];

  /** The due time of which all were told that it is near. */
  @InstantColumn({ nullable: true })
  toldOfEnd!: Temporal.Instant | null;

  @Column('uuid', { array: true })
  mediatorIds!: string[];

  @Column('int')
  impasses!: number;

  /** Once a court has confirmed the agreement the case is not opened again. */
  @InstantColumn({ nullable: true })
  confirmedAt!: Temporal.Instant | null;

  /** How it ended, for the file. */
  @Column('text')
  outcome!: string;
}

export const consents = ['unasked', 'asked', 'given', 'refused'] as const;
export type Consent = (typeof consents)[number];

export const partyKinds = ['person', 'organization'] as const;
export type PartyKind = (typeof partyKinds)[number];

/** Somebody on a side of a case. Who they are is encrypted; the id means nothing outside the case. */
@Entity('parties')
export class Party {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @Column('uuid')
  caseId!: string;

  @VersionColumn()
  version!: number;

  /** 1 is the side that asks. */
  @Column('int')
  side!: number;

  @Column('text')
  kind!: PartyKind;

  @EncryptedColumn()
  name!: string;

  @EncryptedColumn({ nullable: true })
  phone!: string | null;

  /** The account with which the party acts for itself; null: it has none and signs on paper. */
  @Column('text', { nullable: true })
  accountId!: string | null;

  /** GB/T 2260, six digits. */
  @Column('text', { nullable: true })
  hometown!: string | null;

  /** Codes of dialects and languages that the party speaks. */
  @Column('text', { array: true })
  dialects!: string[];

  /** Where they live and for whom they work, as keys that can only be compared: who has the same as a mediator is tied to them. */
  @Column('text', { nullable: true })
  premises!: string | null;

  @Column('text', { nullable: true })
  employer!: string | null;

  @Column('text')
  consent!: Consent;

  /** The paper on which it consented, and who saw it; null: by its own token. */
  @EncryptedColumn({ nullable: true })
  consentWitness!: string | null;

  /** Stays out of the group, or has left it. */
  @Column('boolean')
  left!: boolean;

  /** Elected to speak for its group. */
  @Column('boolean')
  representative!: boolean;

  /** For whom it votes as representatives. */
  @Column('uuid', { array: true })
  votesFor!: string[];
}

/** What was done so that nobody comes to harm (art. 25). */
@Entity('measures')
export class Measure {
  @IdColumn()
  id!: string;

  @Column('uuid')
  caseId!: string;

  @EncryptedColumn()
  text!: string;

  @Column('text')
  takenBy!: string;

  @InstantColumn()
  takenAt!: Temporal.Instant;
}

export const readables = ['case', 'party', 'minutes', 'proposals', 'agreement', 'measures'] as const;
export type Readable = (typeof readables)[number];

/** A reporter brought the case and is neither party nor mediator: a grid worker. */
export const readers = ['party', 'mediator', 'committee', 'reporter'] as const;
export type Reader = (typeof readers)[number];

/** Somebody was shown what parties said: who, when, as what, and for a member of the committee why. */
@Entity('readings')
export class Reading {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @Column('uuid')
  caseId!: string;

  @Column('text')
  what!: Readable;

  @Column('text')
  readBy!: string;

  @Column('text')
  readAs!: Reader;

  @EncryptedColumn({ nullable: true })
  reason!: string | null;

  @InstantColumn()
  readAt!: Temporal.Instant;
}
