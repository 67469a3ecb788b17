import { EncryptedColumn, IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity, VersionColumn } from 'typeorm';

/**
 * `paused` by its owner; `disabled` by us after days in which nothing got through; both go on where they were once active again.
 * `ended` by the receiver's 410, for good.
 */
export const webhookStates = ['active', 'paused', 'disabled', 'ended'] as const;
export type WebhookState = (typeof webhookStates)[number];

/** Where the events of a community are sent. */
@Entity('webhooks')
export class Webhook {
  @IdColumn()
  id!: string;

  /** Counts changes by people; deliveries leave it alone. */
  @VersionColumn()
  version!: number;

  @Column('text')
  communityId!: string;

  @Column('text')
  url!: string;

  @Column('text')
  description!: string;

  /** Null: every type. */
  @Column('text', { array: true, nullable: true })
  types!: string[] | null;

  /** Whether an event waits until those before it of the same aggregate are through. */
  @Column('boolean')
  ordered!: boolean;

  @Column('text')
  state!: WebhookState;

  @InstantColumn()
  stateSince!: Temporal.Instant;

  /** The sequence up to which the feed's events have become deliveries. */
  @Column('bigint')
  position!: string;

  /** `whsec_…`. */
  @EncryptedColumn()
  secret!: string;

  /** Signs as well until `previousUntil`. */
  @EncryptedColumn({ nullable: true })
  previousSecret!: string | null;

  @InstantColumn({ nullable: true })
  previousUntil!: Temporal.Instant | null;

  /** Attempts that failed since the last one that did not. */
  @Column('int')
  failures!: number;

  @InstantColumn({ nullable: true })
  lastDeliveredAt!: Temporal.Instant | null;

  @InstantColumn()
  createdAt!: Temporal.Instant;

  @Column('text')
  createdBy!: string;
}

/** `event`: by the position in the feed; `again`: by hand; `test`: an event of nothing, tried once. */
export const deliveryKinds = ['event', 'again', 'test'] as const;
export type DeliveryKind = (typeof deliveryKinds)[number];

export const deliveryStates = ['waiting', 'delivered', 'failed'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** One event on its way to one receiver. */
@Entity('webhook_deliveries')
export class WebhookDelivery {
  @IdColumn()
  id!: string;

  @Column('uuid')
  webhookId!: string;

  @Column('text')
  kind!: DeliveryKind;

  @Column('uuid')
  eventId!: string;

  /** In the feed; null for a test. */
  @Column('bigint', { nullable: true })
  sequence!: string | null;

  @Column('text')
  type!: string;

  @Column('text')
  subject!: string;

  @Column('text')
  state!: DeliveryState;

  @Column('int')
  attempts!: number;

  @InstantColumn()
  createdAt!: Temporal.Instant;

  @InstantColumn({ nullable: true })
  firstAttemptAt!: Temporal.Instant | null;

  @InstantColumn()
  dueAt!: Temporal.Instant;

  @InstantColumn({ nullable: true })
  endedAt!: Temporal.Instant | null;
}

/** Why an attempt failed, in a word that is the same on every machine. */
export const attemptErrors = [
  'status',
  'redirect',
  'timeout',
  'refused',
  'reset',
  'name-not-found',
  'tls',
  'address-not-allowed',
  'event-forgotten',
  'other',
] as const;
export type AttemptError = (typeof attemptErrors)[number];

/** How one attempt went. */
@Entity('webhook_attempts')
export class WebhookAttempt {
  @IdColumn()
  id!: string;

  @Column('uuid')
  deliveryId!: string;

  @InstantColumn()
  at!: Temporal.Instant;

  @Column('int', { nullable: true })
  status!: number | null;

  @Column('int')
  milliseconds!: number;

  @Column('text', { nullable: true })
  error!: AttemptError | null;
}
