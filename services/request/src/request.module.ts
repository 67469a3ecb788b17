import { Module } from '@nestjs/common';
import { retentionReport } from '@huying/http';
import { ErasuresModule } from './erasures/erasures.module.js';
import { CallsModule } from './calls/calls.module.js';
import { CatalogueModule } from './catalogue/catalogue.module.js';
import { CommonProblemsModule } from './common-problems/common-problems.module.js';
import { NeedsModule } from './needs/needs.module.js';
import { Open311Module } from './open311/open311.module.js';

@Module({
  imports: [CallsModule, CatalogueModule, CommonProblemsModule, ErasuresModule, NeedsModule, Open311Module],
  controllers: [retentionReport('request')],
})
export class RequestModule {}
