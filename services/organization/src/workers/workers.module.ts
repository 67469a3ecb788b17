import { Module } from '@nestjs/common';
import { KeepWorkersController } from './keep-workers/keep-workers.controller.js';
import { KeepWorkersHandler } from './keep-workers/keep-workers.handler.js';

@Module({ controllers: [KeepWorkersController], providers: [KeepWorkersHandler] })
export class WorkersModule {}
