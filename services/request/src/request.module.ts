import { Module } from '@nestjs/common';
import { CallsModule } from './calls/calls.module.js';
import { CatalogueModule } from './catalogue/catalogue.module.js';
import { CommonProblemsModule } from './common-problems/common-problems.module.js';
import { NeedsModule } from './needs/needs.module.js';
import { Open311Module } from './open311/open311.module.js';

@Module({ imports: [CallsModule, CatalogueModule, CommonProblemsModule, NeedsModule, Open311Module] })
export class RequestModule {}
