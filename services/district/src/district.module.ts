import { Module } from '@nestjs/common';
import { FeedModule } from './feed/feed.module.js';
import { IndicatorsModule } from './indicators/indicators.module.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';

@Module({ imports: [FeedModule, IndicatorsModule, WebhooksModule] })
export class DistrictModule {}
