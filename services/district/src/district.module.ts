import { Module } from '@nestjs/common';
import { FeedModule } from './feed/feed.module.js';
import { IndicatorsModule } from './indicators/indicators.module.js';

@Module({ imports: [FeedModule, IndicatorsModule] })
export class DistrictModule {}
