import { EncryptedColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * One service in a volunteer's record, with what Decree 67 of the Ministry of Civil Affairs (志愿服务记录与证明出具办法)
 * wants recorded: activity, date, place, content, duration, organiser, person in charge, recorder. Who served is the volunteer.
 */
@Entity('service_records')
export class ServiceRecord {
  /** The claim. */
  @PrimaryColumn('uuid', { name: 'claim_id' })
  id!: string;

  @Column('text')
  communityId!: string;

  @Column('text')
  volunteerId!: string;

  @Column('uuid')
  needId!: string;

  @Column('text')
  activity!: string;

  /** In the community's time zone, `YYYY-MM-DD`. */
  @Column('date', { name: 'service_date' })
  date!: string;

  @Column('text')
  place!: string;

  @EncryptedColumn()
  content!: string;

  @InstantColumn({ name: 'from_time' })
  from!: Temporal.Instant;

  @InstantColumn({ name: 'until_time' })
  until!: Temporal.Instant;

  @Column('int')
  minutes!: number;

  @Column('text')
  organiser!: string;

  @EncryptedColumn()
  personInCharge!: string;

  /** Who noted it: a member of staff, or the volunteer by the code on site. */
  @Column('text')
  recordedBy!: string;

  @Column('text')
  method!: 'code' | 'staff';

  @InstantColumn()
  recordedAt!: Temporal.Instant;
}
