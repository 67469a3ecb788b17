import { Module } from '@nestjs/common';
import { OnServices } from './on-services/on-services.js';

@Module({ controllers: [OnServices] })
export class NeedsModule {}
