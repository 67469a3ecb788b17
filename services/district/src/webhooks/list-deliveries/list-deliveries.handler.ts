import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { keysetPage, type Page } from '@huying/http';
import { In, type EntityManager } from 'typeorm';
import { Webhook, WebhookAttempt, WebhookDelivery } from '../webhook.entity.js';
import { deliveryView, type DeliveryView } from '../webhook.view.js';
import type { DeliveriesQuery } from './list-deliveries.controller.js';

@Injectable()
export class ListDeliveriesHandler {
  constructor(private readonly db: Database) {}

  list(webhookId: string, { state, ...page }: DeliveriesQuery, by: Caller): Promise<Page<DeliveryView>> {
    return this.atOneMoment(async (manager) => {
      await ensureTheirs(manager, webhookId, by);
      const found = manager
        .createQueryBuilder(WebhookDelivery, 'delivery')
        .where('delivery.webhookId = :webhookId', { webhookId });
      if (state) found.andWhere('delivery.state = :state', { state });
      const { items, nextCursor } = await keysetPage(found, 'delivery', { by: 'createdAt', direction: 'DESC' }, page);
      return { items: await viewsOf(manager, items), nextCursor };
    });
  }

  show(webhookId: string, id: string, by: Caller): Promise<DeliveryView> {
    return this.atOneMoment(async (manager) => {
      await ensureTheirs(manager, webhookId, by);
      const [view] = await viewsOf(manager, await manager.findBy(WebhookDelivery, { id, webhookId }));
      if (!view) throw new RowNotFoundError('webhook_deliveries');
      return view;
    });
  }

  /** What is said of a delivery and of its attempts is of the same moment, whatever is settled meanwhile. */
  private atOneMoment<Result>(read: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    return this.db.read.transaction('REPEATABLE READ', read);
  }
}

async function ensureTheirs(manager: EntityManager, id: string, { communityId }: Caller): Promise<void> {
  if (!(await manager.existsBy(Webhook, { id, communityId }))) throw new RowNotFoundError('webhooks');
}

async function viewsOf(manager: EntityManager, deliveries: readonly WebhookDelivery[]): Promise<DeliveryView[]> {
  const attempts = await manager.find(WebhookAttempt, {
    where: { deliveryId: In(deliveries.map(({ id }) => id)) },
    order: { at: 'ASC', id: 'ASC' },
  });
  const ofDelivery = (id: string) => attempts.filter(({ deliveryId }) => deliveryId === id);
  return deliveries.map((delivery) => deliveryView(delivery, ofDelivery(delivery.id)));
}
