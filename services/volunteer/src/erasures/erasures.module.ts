import { Module } from '@nestjs/common';
import { EraseVolunteerController } from './erase-volunteer/erase-volunteer.controller.js';
import { EraseVolunteerHandler } from './erase-volunteer/erase-volunteer.handler.js';
import { EraseWhoLeft } from './erase-who-left.js';
import { OnAnswers } from './on-answers/on-answers.js';
import { OnCallErased } from './on-call-erased.js';
import { ShowErasureController } from './show-erasure/show-erasure.controller.js';
import { ShowErasureHandler } from './show-erasure/show-erasure.handler.js';

@Module({
  controllers: [EraseVolunteerController, OnAnswers, OnCallErased, ShowErasureController],
  providers: [EraseVolunteerHandler, EraseWhoLeft, ShowErasureHandler],
})
export class ErasuresModule {}
