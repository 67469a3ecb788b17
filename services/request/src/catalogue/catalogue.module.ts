import { Module } from '@nestjs/common';
import { Catalogue } from './catalogue.js';
import { ChangeItemController } from './change-item/change-item.controller.js';
import { ChangeItemHandler } from './change-item/change-item.handler.js';
import { ListCatalogueController } from './list-catalogue/list-catalogue.controller.js';
import { ListCatalogueHandler } from './list-catalogue/list-catalogue.handler.js';

@Module({
  controllers: [ChangeItemController, ListCatalogueController],
  providers: [Catalogue, ChangeItemHandler, ListCatalogueHandler],
  exports: [Catalogue],
})
export class CatalogueModule {}
