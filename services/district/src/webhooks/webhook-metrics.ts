import { Injectable } from '@nestjs/common';
import { Database } from '@huying/database';
import { Clock } from '@huying/http';
import { Counter, Gauge, Registry } from 'prom-client';
import type { Consequence } from './delivery-queue.js';
import { webhookStates } from './webhook.entity.js';

const OLDEST = `
  SELECT least(
    (SELECT min(d.created_at) FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook_id
      WHERE d.state = 'waiting' AND w.state = 'active'),
    (SELECT min(e.published_at) FROM webhooks w CROSS JOIN LATERAL (
        SELECT published_at FROM district_events
        WHERE community_id = w.community_id AND sequence > w.position ORDER BY sequence LIMIT 1
      ) e WHERE w.state = 'active')) AS oldest`;

/** How webhooks do: nothing of receivers' addresses, nothing of events. */
@Injectable()
export class WebhookMetrics {
  private readonly attempts: Counter<'outcome'>;

  constructor(registry: Registry, db: Database, clock: Clock) {
    const registers = [registry];
    this.attempts = new Counter({
      name: 'huying_webhook_attempts_total',
      help: 'Attempts to deliver an event to a receiver, by what followed.',
      labelNames: ['outcome'],
      registers,
    });
    new Gauge({
      name: 'huying_webhook_backlog_age_seconds',
      help: 'How long the oldest event waits that is still to be delivered by an active webhook; 0: none waits.',
      registers,
      async collect() {
        // Of a database that is away nothing is known; the other metrics are told all the same.
        const [row] = await db.read.query<{ oldest: Date | null }[]>(OLDEST).catch(() => [undefined]);
        if (!row) return void this.set(NaN);
        const { epochMilliseconds } = clock.now();
        this.set(row.oldest ? Math.max(0, epochMilliseconds - row.oldest.getTime()) / 1_000 : 0);
      },
    });
    new Gauge({
      name: 'huying_webhooks',
      help: 'Webhooks by state; a disabled one has received nothing for days.',
      labelNames: ['state'],
      registers,
      async collect() {
        const rows = await db.read
          .query<{ state: string; count: string }[]>('SELECT state, count(*) AS count FROM webhooks GROUP BY state')
          .catch(() => undefined);
        for (const state of webhookStates) {
          this.set({ state }, rows ? Number(rows.find((row) => row.state === state)?.count ?? 0) : NaN);
        }
      },
    });
  }

  settled(outcome: Consequence): void {
    this.attempts.inc({ outcome });
  }
}
