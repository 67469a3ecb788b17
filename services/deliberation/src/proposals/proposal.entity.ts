import { EncryptedColumn, IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';

export const proposalStates = ['gathering', 'ready', 'taken-up', 'declined', 'withdrawn'] as const;
export type ProposalState = (typeof proposalStates)[number];

/** A matter that a resident proposes to consult about. */
@Entity('proposals')
export class Proposal {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @VersionColumn()
  version!: number;

  @Column('text')
  state!: ProposalState;

  /** Anybody may be named in it, until somebody has read it. */
  @EncryptedColumn()
  text!: string;

  /** Where in the estate. */
  @EncryptedColumn()
  place!: string;

  @Column('text')
  madeBy!: string;

  /** Households; that of whoever made it is the first. */
  @Column('int')
  supporters!: number;

  /** As many as were demanded when it was made. */
  @Column('int')
  supportersNeeded!: number;

  /** Why it is not taken up, for whoever made it. */
  @EncryptedColumn({ nullable: true })
  declination!: string | null;

  /** What it was taken up in. */
  @Column('uuid', { nullable: true })
  consultationId!: string | null;

  @InstantColumn()
  madeAt!: Temporal.Instant;
}

/** A household stands for a proposal, for everybody in the community to see. */
@Entity('proposal_supports')
export class ProposalSupport {
  @IdColumn()
  id!: string;

  @Column('uuid')
  proposalId!: string;

  @Column('uuid')
  householdId!: string;

  @InstantColumn()
  supportedAt!: Temporal.Instant;
}

/** How often an account was refused for one reason: who stuffs proposals is seen by staff. */
@Entity('proposal_refusals')
export class ProposalRefusal {
  @PrimaryColumn('text')
  communityId!: string;

  @PrimaryColumn('text')
  accountId!: string;

  @PrimaryColumn('text')
  code!: string;

  @Column('int')
  times!: number;

  @InstantColumn()
  lastAt!: Temporal.Instant;
}
