import { Module } from '@nestjs/common';
import { ImportHouseholdsController } from './import-households/import-households.controller.js';
import { ImportHouseholdsHandler } from './import-households/import-households.handler.js';
import { KeepHouseholdsController } from './keep-households/keep-households.controller.js';
import { KeepHouseholdsHandler } from './keep-households/keep-households.handler.js';

@Module({
  controllers: [ImportHouseholdsController, KeepHouseholdsController],
  providers: [ImportHouseholdsHandler, KeepHouseholdsHandler],
})
export class ElectorateModule {}
