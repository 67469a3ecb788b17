import { Module } from '@nestjs/common';
import { retentionReport } from '@huying/http';
import { FeedModule } from './feed/feed.module.js';
import { IndicatorsModule } from './indicators/indicators.module.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';

@Module({ imports: [FeedModule, IndicatorsModule, WebhooksModule], controllers: [retentionReport('district')] })
export class DistrictModule {}
