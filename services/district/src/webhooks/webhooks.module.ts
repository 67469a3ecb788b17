import { Module } from '@nestjs/common';
import { CONFIGURATION, networksOf, type Configuration } from '@huying/http';
import { FeedModule } from '../feed/feed.module.js';
import { Addresses } from './addresses.js';
import { ChangeWebhookController } from './change-webhook/change-webhook.controller.js';
import { ChangeWebhookHandler } from './change-webhook/change-webhook.handler.js';
import { Courier } from './courier.js';
import { CreateWebhookController } from './create-webhook/create-webhook.controller.js';
import { CreateWebhookHandler } from './create-webhook/create-webhook.handler.js';
import { DeleteWebhookController } from './delete-webhook/delete-webhook.controller.js';
import { DeleteWebhookHandler } from './delete-webhook/delete-webhook.handler.js';
import { DeliveryQueue } from './delivery-queue.js';
import { ForgetDeliveries } from './forget-deliveries.js';
import { ListDeliveriesController } from './list-deliveries/list-deliveries.controller.js';
import { ListDeliveriesHandler } from './list-deliveries/list-deliveries.handler.js';
import { ListWebhooksController } from './list-webhooks/list-webhooks.controller.js';
import { ListWebhooksHandler } from './list-webhooks/list-webhooks.handler.js';
import { RedeliverController } from './redeliver/redeliver.controller.js';
import { RedeliverHandler } from './redeliver/redeliver.handler.js';
import { RotateSecretController } from './rotate-secret/rotate-secret.controller.js';
import { RotateSecretHandler } from './rotate-secret/rotate-secret.handler.js';
import { SendTestController } from './send-test/send-test.controller.js';
import { SendTestHandler } from './send-test/send-test.handler.js';
import { Sender } from './sender.js';
import { WebhookMetrics } from './webhook-metrics.js';

/** This machine: what a developer's receiver runs on. */
const LOOPBACK = ['127.0.0.0/8', '::1/128'];

function addressesBy({ NODE_ENV, WEBHOOK_PRIVATE_NETWORKS }: Configuration): Addresses {
  const plain = NODE_ENV !== 'production';
  const privateNetworks = [...networksOf(WEBHOOK_PRIVATE_NETWORKS), ...(plain ? LOOPBACK : [])];
  return new Addresses({ plain, privateNetworks });
}

@Module({
  imports: [FeedModule],
  controllers: [
    ChangeWebhookController,
    CreateWebhookController,
    DeleteWebhookController,
    ListDeliveriesController,
    ListWebhooksController,
    RedeliverController,
    RotateSecretController,
    SendTestController,
  ],
  providers: [
    { provide: Addresses, useFactory: addressesBy, inject: [CONFIGURATION] },
    { provide: Sender, useFactory: (addresses: Addresses) => new Sender(addresses), inject: [Addresses] },
    ChangeWebhookHandler,
    Courier,
    CreateWebhookHandler,
    DeleteWebhookHandler,
    DeliveryQueue,
    ForgetDeliveries,
    ListDeliveriesHandler,
    ListWebhooksHandler,
    RedeliverHandler,
    RotateSecretHandler,
    SendTestHandler,
    WebhookMetrics,
  ],
})
export class WebhooksModule {}
