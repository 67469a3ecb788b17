import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '@huying/database';
import { Clock } from '@huying/http';
import { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { FEED_CHANNEL } from '../feed/district-feed.js';
import { isReceiverDown, nextAttempt } from './schedule.js';
import type { Outcome } from './sender.js';
import { Webhook, type DeliveryKind, type WebhookState } from './webhook.entity.js';

/** So many deliveries of a webhook wait at most; what comes after them waits in the feed. */
const WINDOW = 500;
/** Attempts of a webhook at a time. */
const SLOTS = 4;
/** So many failures in a row, and a webhook is tried one at a time until something gets through. */
const FAILING = 10;
/** Attempts that one process begins at a time; the next ones follow at once. */
const PORTION = 200;
/** Longer than an attempt can take: whoever has not told its outcome by then is gone. */
export const LEASE_SECONDS = 30;

/** A delivery that this process may try now. */
export interface Leased {
  readonly id: string;
  readonly webhookId: string;
  readonly kind: DeliveryKind;
  readonly eventId: string;
  readonly sequence: string | null;
  readonly lease: string;
}

/** What became of a delivery by an attempt. */
export type Consequence = 'delivered' | 'retried' | 'failed' | 'webhook-disabled' | 'webhook-ended' | 'lease-lost';

const BEHIND = `
  SELECT w.id FROM webhooks w
  WHERE w.state = 'active'
    AND EXISTS (SELECT 1 FROM district_events e WHERE e.community_id = w.community_id AND e.sequence > w.position)
    AND (SELECT count(*) FROM webhook_deliveries d WHERE d.webhook_id = w.id AND d.state = 'waiting') < $1`;

/*
  The position moves with the deliveries that it stands for, in one statement under the webhook's lock: a process that dies in between
  has done neither. Sequences are committed in their order (DistrictFeed), so none can appear behind a position.
*/
const MOVE_ON = `
  WITH locked AS (
    SELECT id, community_id, types, position FROM webhooks WHERE id = $1 AND state = 'active' FOR UPDATE SKIP LOCKED
  ), found AS (
    SELECT e.sequence, e.id, e.type, e.subject FROM district_events e, locked
    WHERE e.community_id = locked.community_id AND e.sequence > locked.position ORDER BY e.sequence LIMIT $2
  ), added AS (
    INSERT INTO webhook_deliveries (id, webhook_id, kind, event_id, sequence, type, subject, state, created_at, due_at)
    SELECT gen_random_uuid(), locked.id, 'event', found.id, found.sequence, found.type, found.subject, 'waiting', $3, $3
    FROM found, locked WHERE locked.types IS NULL OR found.type = ANY(locked.types) ORDER BY found.sequence
  )
  UPDATE webhooks SET position = (SELECT max(sequence) FROM found) WHERE id = (SELECT id FROM locked) AND EXISTS (SELECT 1 FROM found)`;

const LEASE = `
  UPDATE webhook_deliveries d SET lease = $1, leased_until = now() + make_interval(secs => ${LEASE_SECONDS})
  FROM (
    SELECT due.id FROM webhooks w CROSS JOIN LATERAL (
      SELECT d.id FROM webhook_deliveries d
      WHERE d.webhook_id = w.id AND d.state = 'waiting' AND d.due_at <= $2
        AND (d.leased_until IS NULL OR d.leased_until < now())
        AND (w.state = 'active' OR d.kind = 'test')
        AND NOT (w.ordered AND EXISTS (
          SELECT 1 FROM webhook_deliveries before
          WHERE before.webhook_id = w.id AND before.subject = d.subject AND before.state = 'waiting' AND before.number < d.number))
      ORDER BY d.number
      LIMIT greatest(0, CASE WHEN w.failures < ${FAILING} THEN ${SLOTS} ELSE 1 END - (
        SELECT count(*) FROM webhook_deliveries busy
        WHERE busy.webhook_id = w.id AND busy.state = 'waiting' AND busy.leased_until >= now()))
      FOR UPDATE OF d SKIP LOCKED
    ) due
    LIMIT ${PORTION}
  ) due
  WHERE d.id = due.id
  RETURNING d.id, d.webhook_id AS "webhookId", d.kind, d.event_id AS "eventId", d.sequence, d.lease, d.number`;

/** What is on its way to receivers, shared by all processes of the service: each takes what no other has, by leases on rows. */
@Injectable()
export class DeliveryQueue {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** Makes deliveries of what is new in the feed. @returns whether there was anything */
  async fill(): Promise<boolean> {
    const behind = await this.db.read.query<{ id: string }[]>(BEHIND, [WINDOW]);
    const now = this.clock.now().toString();
    for (const { id } of behind) await this.db.withTransaction((tx) => tx.query(MOVE_ON, [id, WINDOW, now]));
    return behind.length > 0;
  }

  /** Takes what is due, in its order. */
  async lease(): Promise<Leased[]> {
    const values = [randomUUID(), this.clock.now().toString()];
    const leased = await this.db.withTransaction((tx) => tx.query<Leased & { number: string }>(LEASE, values));
    return leased.sort((a, b) => Number(a.number) - Number(b.number));
  }

  /** Gives back what was not tried to its end; nothing of it is counted. */
  async release({ id, lease }: Leased): Promise<void> {
    await this.db.withTransaction((tx) =>
      tx.query('UPDATE webhook_deliveries SET lease = NULL, leased_until = NULL WHERE id = $1 AND lease = $2', [
        ...[id, lease],
      ]),
    );
  }

  /** Writes down how an attempt went, and what follows from it. An outcome of a lease that was lost to another process counts for nothing. */
  settle(leased: Leased, outcome: Outcome): Promise<Consequence> {
    const now = this.clock.now();
    return this.db.withTransaction(async (tx) => {
      const webhook = await tx.lockIfPresent(Webhook, { id: leased.webhookId });
      const [delivery] = await tx.query<{ attempts: number; firstAttemptAt: Date }>(
        `UPDATE webhook_deliveries SET lease = NULL, leased_until = NULL, attempts = attempts + 1,
           first_attempt_at = coalesce(first_attempt_at, $3)
         WHERE id = $1 AND lease = $2 RETURNING attempts, first_attempt_at AS "firstAttemptAt"`,
        [leased.id, leased.lease, now.toString()],
      );
      if (!webhook || !delivery) return 'lease-lost';
      await tx.query(
        'INSERT INTO webhook_attempts (id, delivery_id, at, status, milliseconds, error) VALUES ($1, $2, $3, $4, $5, $6)',
        [uuidv7(), leased.id, now.toString(), outcome.status, outcome.milliseconds, outcome.error],
      );
      if (leased.kind === 'test') return end(tx, leased, outcome.error === null ? 'delivered' : 'failed', now);
      if (outcome.error === null) return delivered(tx, webhook, leased, now);
      if (outcome.error === 'event-forgotten') return end(tx, leased, 'failed', now);
      if (outcome.status === 410) {
        await end(tx, leased, 'failed', now);
        return stop(tx, webhook, 'ended', now);
      }
      const firstAttemptAt = Temporal.Instant.fromEpochMilliseconds(delivery.firstAttemptAt.getTime());
      return failed(tx, { webhook, leased, attempts: delivery.attempts, firstAttemptAt, now });
    });
  }
}

/** Wakes the couriers of all processes when the transaction commits. */
export async function wakeCouriers(tx: Tx): Promise<void> {
  await tx.query(`SELECT pg_notify('${FEED_CHANNEL}', '')`);
}

/** What had to wait is due at once, and its days are counted anew. */
export async function beginAnew(tx: Tx, webhookId: string, now: Temporal.Instant): Promise<void> {
  await tx.query(
    `UPDATE webhook_deliveries SET due_at = $2, attempts = 0, first_attempt_at = NULL
     WHERE webhook_id = $1 AND state = 'waiting'`,
    [webhookId, now.toString()],
  );
}

async function end(
  tx: Tx,
  { id }: Leased,
  state: 'delivered' | 'failed',
  now: Temporal.Instant,
): Promise<'delivered' | 'failed'> {
  await tx.query('UPDATE webhook_deliveries SET state = $2, ended_at = $3 WHERE id = $1', [id, state, now.toString()]);
  return state;
}

async function delivered(tx: Tx, webhook: Webhook, leased: Leased, now: Temporal.Instant): Promise<'delivered'> {
  await tx.query('UPDATE webhooks SET failures = 0, last_delivered_at = $2 WHERE id = $1', [
    webhook.id,
    now.toString(),
  ]);
  await end(tx, leased, 'delivered', now);
  // The first that gets through to a receiver that was down brings the others, which would wait for hours.
  if (webhook.failures >= FAILING) {
    await tx.query(
      `UPDATE webhook_deliveries SET due_at = least(due_at, $2) WHERE webhook_id = $1 AND state = 'waiting'`,
      [webhook.id, now.toString()],
    );
  }
  return 'delivered';
}

async function stop(tx: Tx, { id }: Webhook, state: WebhookState, now: Temporal.Instant) {
  await tx.query('UPDATE webhooks SET state = $2, state_since = $3, version = version + 1 WHERE id = $1', [
    ...[id, state, now.toString()],
  ]);
  return state === 'ended' ? 'webhook-ended' : 'webhook-disabled';
}

interface FailedAttempt {
  readonly webhook: Webhook;
  readonly leased: Leased;
  readonly attempts: number;
  readonly firstAttemptAt: Temporal.Instant;
  readonly now: Temporal.Instant;
}

async function failed(tx: Tx, attempt: FailedAttempt): Promise<Consequence> {
  const { webhook, leased, attempts, firstAttemptAt, now } = attempt;
  await tx.query('UPDATE webhooks SET failures = failures + 1 WHERE id = $1', [webhook.id]);
  const again = nextAttempt({ attempts, firstAttemptAt, now, chance: Math.random() });
  if (again) {
    await tx.query('UPDATE webhook_deliveries SET due_at = $2 WHERE id = $1', [leased.id, again.toString()]);
    return 'retried';
  }
  if (!isReceiverDown(firstAttemptAt, webhook.lastDeliveredAt)) return end(tx, leased, 'failed', now);
  return webhook.state === 'active' ? stop(tx, webhook, 'disabled', now) : 'retried';
}
