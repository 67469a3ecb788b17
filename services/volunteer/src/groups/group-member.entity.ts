import { InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A volunteer in a group; written by memberships.ts only. */
@Entity('group_members')
export class GroupMember {
  @PrimaryColumn('uuid')
  groupId!: string;

  /** The volunteer: `id`, since lists are ordered by it. */
  @PrimaryColumn('text', { name: 'volunteer_id' })
  id!: string;

  @Column('text')
  communityId!: string;

  @InstantColumn()
  joinedAt!: Temporal.Instant;
}
