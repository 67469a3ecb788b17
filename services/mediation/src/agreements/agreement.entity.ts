import { EncryptedColumn, IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity, VersionColumn } from 'typeorm';
import { encryptedJson } from '../kinds/encrypted-json.js';

export const agreementStates = [
  'drafted',
  'in-force',
  'confirmed',
  'performed',
  'broken',
  'abandoned',
  'void',
] as const;
export type AgreementState = (typeof agreementStates)[number];

/** Written, or oral and recorded by the mediator (art. 28). */
export const forms = ['written', 'oral'] as const;
export type AgreementForm = (typeof forms)[number];

/** One thing that one party does for another by a day. */
export interface InstalmentContent {
  readonly from: string;
  readonly to: string;
  /** `YYYY-MM-DD` */
  readonly dueOn: string;
  /** Fen; null: it is not about money. */
  readonly amountFen: number | null;
  readonly what: string;
}

/** What art. 29 wants of a written agreement, besides the parties and the signatures, which are kept beside it. */
export interface AgreementContent {
  readonly facts: string;
  readonly matters: string;
  readonly responsibility: readonly { readonly partyId: string; readonly text: string }[];
  readonly terms: string;
  /** How it is performed. */
  readonly manner: string;
  readonly instalments: readonly InstalmentContent[];
}

/** A party has confirmed an edition. */
export interface Signature {
  readonly partyId: string;
  /** Who saw the paper with signature or fingerprint; null: by the party's own token. */
  readonly witness: string | null;
  readonly at: string;
}

/** What the parties agree on. Its contents are encrypted. */
@Entity('agreements')
export class Agreement {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @VersionColumn()
  version!: number;

  @Column('uuid')
  caseId!: string;

  @Column('text')
  state!: AgreementState;

  @Column('text')
  form!: AgreementForm;

  /** From 1 on; each revision is another. */
  @Column('int')
  edition!: number;

  @Column({ type: 'text', transformer: encryptedJson<AgreementContent>() })
  content!: AgreementContent;

  /** Of this edition. */
  @Column({ type: 'text', transformer: encryptedJson<readonly Signature[]>() })
  signatures!: readonly Signature[];

  /** The mediator who signed, and when. */
  @Column('uuid', { nullable: true })
  signedBy!: string | null;

  @InstantColumn({ nullable: true })
  signedAt!: Temporal.Instant | null;

  @InstantColumn({ nullable: true })
  reachedAt!: Temporal.Instant | null;

  /** The last moment in which the court can be asked (art. 33). */
  @InstantColumn({ nullable: true })
  confirmationUntil!: Temporal.Instant | null;

  /** Parties who ask the court; it is asked when all do. */
  @Column('uuid', { array: true })
  applicants!: string[];

  @InstantColumn({ nullable: true })
  appliedAt!: Temporal.Instant | null;

  /** The number of the court's ruling. */
  @EncryptedColumn({ nullable: true })
  ruling!: string | null;
}

/** An edition that was replaced: the file keeps it (art. 27). */
@Entity('agreement_editions')
export class AgreementEdition {
  @IdColumn()
  id!: string;

  @Column('uuid')
  agreementId!: string;

  @Column('int')
  edition!: number;

  @Column({ type: 'text', transformer: encryptedJson<AgreementContent>() })
  content!: AgreementContent;

  @InstantColumn()
  replacedAt!: Temporal.Instant;
}

/** When what is due, and whether it was done; what it is stands in the agreement. */
@Entity('instalments')
export class Instalment {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @Column('uuid')
  agreementId!: string;

  /** From 1 on, in the order of the days. */
  @Column('int')
  number!: number;

  /** Who owes it. */
  @Column('uuid')
  partyId!: string;

  /** Who gets it. */
  @Column('uuid')
  toPartyId!: string;

  @Column('date')
  dueOn!: string;

  @InstantColumn({ nullable: true })
  remindedAt!: Temporal.Instant | null;

  @InstantColumn({ nullable: true })
  performedAt!: Temporal.Instant | null;
}
