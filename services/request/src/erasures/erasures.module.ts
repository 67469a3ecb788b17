import { Module } from '@nestjs/common';
import { EraseCallerController } from './erase-caller/erase-caller.controller.js';
import { EraseCallerHandler } from './erase-caller/erase-caller.handler.js';
import { OnAnswers } from './on-answers/on-answers.js';
import { OnVolunteerErased } from './on-volunteer-erased.js';
import { ShowCallerErasureController } from './show-caller-erasure/show-caller-erasure.controller.js';
import { ShowCallerErasureHandler } from './show-caller-erasure/show-caller-erasure.handler.js';

@Module({
  controllers: [EraseCallerController, ShowCallerErasureController, OnAnswers, OnVolunteerErased],
  providers: [EraseCallerHandler, ShowCallerErasureHandler],
})
export class ErasuresModule {}
