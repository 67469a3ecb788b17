import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, type Tx } from '@huying/database';
import { Clock } from '@huying/http';
import { DistrictEvent } from '../../feed/district-event.entity.js';
import { ensureInFeed, StoredEvents } from '../../feed/stored-events.js';
import { wakeCouriers } from '../delivery-queue.js';
import { newDelivery } from '../new-delivery.js';
import { Webhook } from '../webhook.entity.js';
import { webhookView, type WebhookView } from '../webhook.view.js';
import { webhookProblems } from '../webhooks.problems.js';
import type { RedeliveryDto } from './redeliver.controller.js';

@Injectable()
export class RedeliverHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly events: StoredEvents,
  ) {}

  /** @throws webhook-ended, webhook-redelivery-unclear, webhook-event-unknown, events-forgotten, events-cursor-ahead */
  async handle(id: string, wish: RedeliveryDto, { communityId }: Caller): Promise<WebhookView> {
    const { eventId, after, since } = wish;
    if ([eventId, after, since].filter((said) => said != null).length !== 1) throw webhookProblems.redeliveryUnclear();
    if (after != null) ensureInFeed(BigInt(after), await this.events.bounds());
    return this.db.withTransaction(async (tx) => {
      const webhook = await tx.lock(Webhook, { id, communityId });
      if (webhook.state === 'ended') throw webhookProblems.ended();
      if (eventId != null) await this.sendAgain(tx, webhook, eventId);
      else await this.goBack(tx, webhook, wish);
      await wakeCouriers(tx);
      return webhookView(webhook);
    });
  }

  private async sendAgain(tx: Tx, { id: webhookId, communityId }: Webhook, id: string): Promise<void> {
    const event = await tx.manager.findOneBy(DistrictEvent, { id, communityId });
    if (!event) throw webhookProblems.eventUnknown();
    await tx.save(newDelivery(tx, { webhookId, kind: 'again', event, now: this.clock.now() }));
  }

  private async goBack(tx: Tx, webhook: Webhook, { after, since }: RedeliveryDto): Promise<void> {
    let to = BigInt(after ?? 0);
    if (since) {
      const [first] = await tx.query<{ sequence: string }>(
        'SELECT min(sequence) AS sequence FROM district_events WHERE community_id = $1 AND published_at >= $2 HAVING count(*) > 0',
        [webhook.communityId, since.toString()],
      );
      to = first ? BigInt(first.sequence) - 1n : BigInt(webhook.position);
    }
    if (to >= BigInt(webhook.position)) return;
    webhook.position = to.toString();
    await tx.query('UPDATE webhooks SET position = $2 WHERE id = $1', [webhook.id, webhook.position]);
    // What waits behind that point comes again by the way; what another process is about to send is left to it.
    await tx.query(
      `DELETE FROM webhook_deliveries WHERE webhook_id = $1 AND kind = 'event' AND state = 'waiting' AND sequence > $2
         AND (leased_until IS NULL OR leased_until < now())`,
      [webhook.id, webhook.position],
    );
  }
}
