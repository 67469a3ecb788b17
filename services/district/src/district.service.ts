import type { ServiceDefinition } from '@huying/http';
import { DistrictModule } from './district.module.js';
import { DistrictEvent } from './feed/district-event.entity.js';
import { CreateFeed1792000000001 } from './migrations/1792000000001-create-feed.js';
import { CreateIndicators1792000000011 } from './migrations/1792000000011-create-indicators.js';
import { CreateWebhooks1792000000021 } from './migrations/1792000000021-create-webhooks.js';
import { Webhook, WebhookAttempt, WebhookDelivery } from './webhooks/webhook.entity.js';
import { districtRetention } from './district-retention.js';

/** What district systems see of the platform: its events, without personal data, on a topic of their own, by HTTP, and sent to them. */
export const districtService: ServiceDefinition = {
  name: 'district',
  title: 'Huying: district',
  module: DistrictModule,
  entities: [DistrictEvent, Webhook, WebhookAttempt, WebhookDelivery],
  migrations: [CreateFeed1792000000001, CreateIndicators1792000000011, CreateWebhooks1792000000021],
  eventsDocument: { title: 'Huying: events for districts', file: new URL('../asyncapi.yaml', import.meta.url) },
  paths: ['/v1/events', '/v1/indicators', '/v1/webhooks', '/v1/retention/district'],
  retention: districtRetention,
};
