import { EncryptedColumn, IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity, VersionColumn } from 'typeorm';

export const branchStates = ['formed', 'dissolved'] as const;
export type BranchState = (typeof branchStates)[number];

/** A party branch: an organisation's own, or one that several share (联合党支部). */
@Entity('branches')
export class Branch {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @VersionColumn()
  version!: number;

  @Column('text')
  state!: BranchState;

  @Column('text')
  name!: string;

  @Column('boolean')
  joint!: boolean;

  @Column('text')
  formedBy!: string;

  @InstantColumn()
  formedAt!: Temporal.Instant;
}

/** A party member of the community who is assigned to an organisation (社区党员进社会组织). */
@Entity('party_assignments')
export class PartyAssignment {
  @IdColumn()
  id!: string;

  @Column('uuid')
  organizationId!: string;

  @Column('text')
  communityId!: string;

  /** Sensitive, for it tells who is a party member: encrypted, never in an event. */
  @EncryptedColumn()
  personId!: string;

  @Column('text')
  personIndex!: string;

  @InstantColumn()
  assignedAt!: Temporal.Instant;
}
