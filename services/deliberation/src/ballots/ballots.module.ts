import { Module } from '@nestjs/common';
import { CastBallotController } from './cast-ballot/cast-ballot.controller.js';
import { CastBallotHandler } from './cast-ballot/cast-ballot.handler.js';
import { CompareReadingsController } from './compare-readings/compare-readings.controller.js';
import { CompareReadingsHandler } from './compare-readings/compare-readings.handler.js';
import { EnterPaperController } from './enter-paper/enter-paper.controller.js';
import { EnterPaperHandler } from './enter-paper/enter-paper.handler.js';

@Module({
  controllers: [CastBallotController, CompareReadingsController, EnterPaperController],
  providers: [CastBallotHandler, CompareReadingsHandler, EnterPaperHandler],
})
export class BallotsModule {}
