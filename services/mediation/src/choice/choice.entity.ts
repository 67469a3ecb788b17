import { IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Excluded, MediatorProposal } from '../matching/index.js';

/** Who was last proposed as mediators of a case, with the reasons. */
@Entity('mediator_proposals')
export class ProposalRound {
  @PrimaryColumn('uuid')
  caseId!: string;

  /** Best first; as many as are shown. */
  @Column('jsonb')
  proposals!: MediatorProposal[];

  @Column('jsonb')
  excluded!: Excluded[];

  @InstantColumn()
  proposedAt!: Temporal.Instant;
}

/** What a side wants of those proposed (art. 19). */
@Entity('side_choices')
export class SideChoice {
  @IdColumn()
  id!: string;

  @Column('uuid')
  caseId!: string;

  @Column('int')
  side!: number;

  @Column('uuid', { array: true })
  chosen!: string[];

  /** In the order in which they were refused. */
  @Column('uuid', { array: true })
  refused!: string[];
}
