import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { Clock, ensureVersion } from '@huying/http';
import { Addresses } from '../addresses.js';
import { beginAnew, wakeCouriers } from '../delivery-queue.js';
import { ensureReceiver } from '../receiver-url.js';
import { Webhook } from '../webhook.entity.js';
import { webhookView, type WebhookView } from '../webhook.view.js';
import { webhookProblems } from '../webhooks.problems.js';
import type { WebhookChangeDto } from './change-webhook.controller.js';

@Injectable()
export class ChangeWebhookHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly addresses: Addresses,
  ) {}

  /** @throws changed-meanwhile, webhook-ended, webhook-url-malformed, webhook-url-not-https, webhook-address-not-allowed */
  handle(id: string, wish: WebhookChangeDto, version: number, { communityId }: Caller): Promise<WebhookView> {
    return this.db.withTransaction(async (tx) => {
      const webhook = await tx.lock(Webhook, { id, communityId });
      ensureVersion(webhook, version);
      if (webhook.state === 'ended') throw webhookProblems.ended();
      webhook.url = wish.url ? ensureReceiver(this.addresses, wish.url) : webhook.url;
      webhook.description = wish.description ?? webhook.description;
      webhook.types = wish.types === undefined ? webhook.types : wish.types;
      webhook.ordered = wish.ordered ?? webhook.ordered;
      const isActive = webhook.state === 'active';
      const active = wish.active ?? isActive;
      if (active !== isActive)
        Object.assign(webhook, { state: active ? 'active' : 'paused', stateSince: this.clock.now() });
      if (active && !isActive) {
        webhook.failures = 0;
        await beginAnew(tx, id, this.clock.now());
      }
      await tx.save(webhook);
      await wakeCouriers(tx);
      return webhookView(webhook);
    });
  }
}
