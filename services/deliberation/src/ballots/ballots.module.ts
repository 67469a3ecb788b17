import { Module } from '@nestjs/common';
import { CastBallotController } from './cast-ballot/cast-ballot.controller.js';
import { CastBallotHandler } from './cast-ballot/cast-ballot.handler.js';
import { EnterPaperController } from './enter-paper/enter-paper.controller.js';
import { EnterPaperHandler } from './enter-paper/enter-paper.handler.js';

@Module({
  controllers: [CastBallotController, EnterPaperController],
  providers: [CastBallotHandler, EnterPaperHandler],
})
export class BallotsModule {}
