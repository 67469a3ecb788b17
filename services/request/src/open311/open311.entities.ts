import { EncryptedColumn, IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity } from 'typeorm';

/** Who may send reports and updates: a client of Open311 in one community, by its API key. */
@Entity('open311_clients')
export class Open311Client {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  /** As staff call it: the city's hotline, an app. */
  @Column('text')
  name!: string;

  /** SHA-256 of the key: it is shown once, and kept nowhere. */
  @Column('text')
  keyDigest!: string;

  @Column('text')
  madeBy!: string;

  @InstantColumn()
  madeAt!: Temporal.Instant;

  /** Null while the key is good. */
  @InstantColumn({ nullable: true })
  revokedAt!: Temporal.Instant | null;
}

/** A report that came in through Open311: the call under the same id is what the house works with. */
@Entity('open311_reports')
export class Open311Report {
  /** Also the call's, and the `service_request_id`. */
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @Column('uuid')
  clientId!: string;

  /** The client's own id of the report, by which a repeat of it is known. */
  @Column('text', { nullable: true })
  externalId!: string | null;

  /** Of what was sent. */
  @Column('text')
  fingerprint!: string;

  /** JSON of `ReportDetails`. */
  @EncryptedColumn()
  details!: string;

  @InstantColumn()
  receivedAt!: Temporal.Instant;
}

/** What a client tells of a report later. Staff read it; it changes no state of ours, and nobody else is shown it. */
@Entity('open311_updates')
export class Open311Update {
  @IdColumn()
  id!: string;

  @Column('uuid')
  reportId!: string;

  @Column('uuid')
  clientId!: string;

  /** The client's own id of the update. */
  @Column('text')
  externalId!: string;

  @Column('text')
  fingerprint!: string;

  /** As the client sees it. */
  @Column('text')
  status!: string;

  @EncryptedColumn()
  description!: string;

  @InstantColumn()
  updatedAt!: Temporal.Instant;

  @InstantColumn()
  receivedAt!: Temporal.Instant;
}
