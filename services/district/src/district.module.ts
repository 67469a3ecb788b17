import { Module } from '@nestjs/common';
import { FeedModule } from './feed/feed.module.js';

@Module({ imports: [FeedModule] })
export class DistrictModule {}
