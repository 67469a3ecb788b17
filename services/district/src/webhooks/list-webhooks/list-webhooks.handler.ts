import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { keysetPage, type Page, type PageQuery } from '@huying/http';
import { Webhook } from '../webhook.entity.js';
import { webhookView, type WebhookView } from '../webhook.view.js';

@Injectable()
export class ListWebhooksHandler {
  constructor(private readonly db: Database) {}

  async list(query: PageQuery, { communityId }: Caller): Promise<Page<WebhookView>> {
    const found = this.db.read
      .createQueryBuilder(Webhook, 'webhook')
      .where('webhook.communityId = :communityId', { communityId });
    const { items, nextCursor } = await keysetPage(found, 'webhook', { by: 'createdAt', direction: 'ASC' }, query);
    return { items: items.map(webhookView), nextCursor };
  }

  async show(id: string, { communityId }: Caller): Promise<WebhookView> {
    const webhook = await this.db.read.findOneBy(Webhook, { id, communityId });
    if (!webhook) throw new RowNotFoundError('webhooks');
    return webhookView(webhook);
  }
}
