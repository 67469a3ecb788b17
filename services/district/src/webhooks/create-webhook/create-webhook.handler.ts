import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { Clock } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { StoredEvents } from '../../feed/stored-events.js';
import { Addresses } from '../addresses.js';
import { ensureReceiver } from '../receiver-url.js';
import { newSecret } from '../signing.js';
import { Webhook } from '../webhook.entity.js';
import { webhookView, type NewWebhookView, type WebhookDto } from '../webhook.view.js';
import { webhookProblems } from '../webhooks.problems.js';

/** Of a community. */
const MOST = 20;

@Injectable()
export class CreateWebhookHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly events: StoredEvents,
    private readonly addresses: Addresses,
  ) {}

  /** @throws webhook-url-malformed, webhook-url-not-https, webhook-address-not-allowed, webhook-too-many */
  async handle(wish: WebhookDto, { communityId, personId }: Caller): Promise<NewWebhookView> {
    const url = ensureReceiver(this.addresses, wish.url);
    const now = this.clock.now();
    const { latest } = await this.events.bounds();
    return this.db.withTransaction(async (tx) => {
      // One at a time of a community, so that those made at once are counted.
      await tx.oneAtATime(`webhooks|${communityId}`);
      if ((await tx.manager.countBy(Webhook, { communityId })) >= MOST) throw webhookProblems.tooMany({ most: MOST });
      const webhook = tx.create(Webhook, {
        ...{ id: uuidv7(), communityId, url, description: wish.description ?? '', types: wish.types ?? null },
        ...{ ordered: wish.ordered ?? false, state: 'active', stateSince: now, position: latest.toString() },
        ...{ secret: newSecret(), previousSecret: null, previousUntil: null, failures: 0, lastDeliveredAt: null },
        ...{ createdAt: now, createdBy: personId },
      });
      await tx.save(webhook);
      return { ...webhookView(webhook), secret: webhook.secret };
    });
  }
}
