import { InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Whether a volunteer who holds a place has come. */
export const attendanceStates = ['expected', 'released', 'checked-in', 'checked-out', 'missed'] as const;
export type AttendanceState = (typeof attendanceStates)[number];

/** A volunteer's attendance at the place that they hold: one for each claim that became a place. */
@Entity('attendances')
export class Attendance {
  /** The claim. */
  @PrimaryColumn('uuid', { name: 'claim_id' })
  id!: string;

  @Column('text')
  communityId!: string;

  @Column('uuid')
  needId!: string;

  @Column('text')
  volunteerId!: string;

  @Column('int')
  place!: number;

  @Column('text')
  state!: AttendanceState;

  @InstantColumn()
  heldAt!: Temporal.Instant;

  @InstantColumn({ nullable: true })
  checkedInAt!: Temporal.Instant | null;

  @InstantColumn({ nullable: true })
  checkedOutAt!: Temporal.Instant | null;

  /** When the need was done without the volunteer having come; null: it was not, or they had. */
  @InstantColumn({ nullable: true })
  missedAt!: Temporal.Instant | null;
}
