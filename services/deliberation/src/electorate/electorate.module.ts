import { Module } from '@nestjs/common';
import { KeepHouseholdsController } from './keep-households/keep-households.controller.js';
import { KeepHouseholdsHandler } from './keep-households/keep-households.handler.js';

@Module({ controllers: [KeepHouseholdsController], providers: [KeepHouseholdsHandler] })
export class ElectorateModule {}
