import { Module } from '@nestjs/common';
import { KnowNeeds } from './know-needs/know-needs.js';
import { OnServices } from './on-services/on-services.js';

@Module({
  controllers: [KnowNeeds, OnServices],
})
export class NeedsModule {}
