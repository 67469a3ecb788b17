import { Module } from '@nestjs/common';
import { CloseRounds } from './close-rounds/close-rounds.js';
import { ShowResultController } from './show-result/show-result.controller.js';
import { ShowResultHandler } from './show-result/show-result.handler.js';

@Module({ controllers: [ShowResultController], providers: [CloseRounds, ShowResultHandler] })
export class ResultsModule {}
