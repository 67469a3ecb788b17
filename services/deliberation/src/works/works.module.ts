import { Module } from '@nestjs/common';
import { CloseRatings } from './close-ratings/close-ratings.js';
import { CompleteWorkController } from './complete-work/complete-work.controller.js';
import { CompleteWorkHandler } from './complete-work/complete-work.handler.js';
import { ListWorksController } from './list-works/list-works.controller.js';
import { ListWorksHandler } from './list-works/list-works.handler.js';
import { RateWorkController } from './rate-work/rate-work.controller.js';
import { RateWorkHandler } from './rate-work/rate-work.handler.js';
import { SeatSupervisorController } from './seat-supervisor/seat-supervisor.controller.js';
import { SeatSupervisorHandler } from './seat-supervisor/seat-supervisor.handler.js';
import { StartWorkController } from './start-work/start-work.controller.js';
import { StartWorkHandler } from './start-work/start-work.handler.js';

@Module({
  controllers: [
    CompleteWorkController,
    ListWorksController,
    RateWorkController,
    SeatSupervisorController,
    StartWorkController,
  ],
  providers: [
    CloseRatings,
    CompleteWorkHandler,
    ListWorksHandler,
    RateWorkHandler,
    SeatSupervisorHandler,
    StartWorkHandler,
  ],
})
export class WorksModule {}
