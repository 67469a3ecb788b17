import { EncryptedColumn, IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import type { Speech, Tie } from '../matching/index.js';
import type { DisputeKind } from '../kinds/kinds.js';

export const mediatorStates = ['serving', 'suspended', 'ended'] as const;
export type MediatorState = (typeof mediatorStates)[number];

/** A people's mediator (人民调解法 art. 13, 14): a member of the committee, or engaged by it (乡音娘舅). */
@Entity('mediators')
export class Mediator {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @VersionColumn()
  version!: number;

  @Column('text')
  state!: MediatorState;

  @EncryptedColumn()
  name!: string;

  /** The account with which they act. */
  @Column('text')
  accountId!: string;

  /** GB/T 2260, six digits. */
  @Column('text')
  hometown!: string;

  /** Dialects by group, with how well. */
  @Column('jsonb')
  dialects!: Speech[];

  /** Languages of ethnic groups (ISO 639-3), with how well. */
  @Column('jsonb')
  languages!: Speech[];

  /** Kinds of dispute that they are known for. */
  @Column('text', { array: true })
  fields!: DisputeKind[];

  @Column('text', { array: true })
  trainings!: string[];

  /** Most cases at once. */
  @Column('int')
  loadLimit!: number;

  @Column('boolean')
  available!: boolean;

  /** `YYYY-MM-DD`: both days belong to it. A committee's term is three years (art. 9). */
  @Column('date')
  termFrom!: string;

  @Column('date')
  termUntil!: string;

  /** Whom they are tied to: excluded from their cases. */
  @Column('jsonb')
  ties!: Tie[];

  /** Where they live and for whom they work, as keys that can only be compared; null: not told. */
  @Column('text', { nullable: true })
  premises!: string | null;

  @Column('text', { nullable: true })
  employer!: string | null;

  /** What they are to the committee: member, head, engaged. */
  @Column('text')
  standing!: string;

  @InstantColumn()
  appointedAt!: Temporal.Instant;
}

export const goBetweenStates = ['trusted', 'retired'] as const;
export type GoBetweenState = (typeof goBetweenStates)[number];

/** A volunteer whom people of a hometown trust (中间人): no mediator, invited with the consent of all (art. 20). */
@Entity('go_betweens')
export class GoBetween {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @VersionColumn()
  version!: number;

  @Column('text')
  state!: GoBetweenState;

  @EncryptedColumn()
  name!: string;

  @Column('text')
  volunteerId!: string;

  @Column('text')
  hometown!: string;

  @Column('jsonb')
  dialects!: Speech[];

  @Column('jsonb')
  languages!: Speech[];

  @Column('jsonb')
  ties!: Tie[];

  /** Where they live and for whom they work, as keys that can only be compared; null: not told. */
  @Column('text', { nullable: true })
  premises!: string | null;

  @Column('text', { nullable: true })
  employer!: string | null;

  /** Why they are trusted; not shown to the parties. */
  @EncryptedColumn()
  trust!: string;

  @Column('int')
  loadLimit!: number;

  @InstantColumn()
  registeredAt!: Temporal.Instant;
}

/** A volunteer of the community who has not left, as the volunteer service tells. */
@Entity('known_volunteers')
export class KnownVolunteer {
  @PrimaryColumn('text')
  communityId!: string;

  @PrimaryColumn('text')
  volunteerId!: string;
}
