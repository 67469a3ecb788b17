import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { keysetPage, type Page } from '@huying/http';
import { In } from 'typeorm';
import { Webhook, WebhookAttempt, WebhookDelivery } from '../webhook.entity.js';
import { deliveryView, type DeliveryView } from '../webhook.view.js';
import type { DeliveriesQuery } from './list-deliveries.controller.js';

@Injectable()
export class ListDeliveriesHandler {
  constructor(private readonly db: Database) {}

  async list(webhookId: string, { state, ...page }: DeliveriesQuery, by: Caller): Promise<Page<DeliveryView>> {
    await this.ensureTheirs(webhookId, by);
    const found = this.db.read
      .createQueryBuilder(WebhookDelivery, 'delivery')
      .where('delivery.webhookId = :webhookId', { webhookId });
    if (state) found.andWhere('delivery.state = :state', { state });
    const { items, nextCursor } = await keysetPage(found, 'delivery', { by: 'createdAt', direction: 'DESC' }, page);
    return { items: await this.views(items), nextCursor };
  }

  async show(webhookId: string, id: string, by: Caller): Promise<DeliveryView> {
    await this.ensureTheirs(webhookId, by);
    const [view] = await this.views(await this.db.read.findBy(WebhookDelivery, { id, webhookId }));
    if (!view) throw new RowNotFoundError('webhook_deliveries');
    return view;
  }

  private async ensureTheirs(id: string, { communityId }: Caller): Promise<void> {
    if (!(await this.db.read.existsBy(Webhook, { id, communityId }))) throw new RowNotFoundError('webhooks');
  }

  private async views(deliveries: readonly WebhookDelivery[]): Promise<DeliveryView[]> {
    const attempts = await this.db.read.find(WebhookAttempt, {
      where: { deliveryId: In(deliveries.map(({ id }) => id)) },
      order: { at: 'ASC', id: 'ASC' },
    });
    const ofDelivery = (id: string) => attempts.filter(({ deliveryId }) => deliveryId === id);
    return deliveries.map((delivery) => deliveryView(delivery, ofDelivery(delivery.id)));
  }
}
