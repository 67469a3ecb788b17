import { Module } from '@nestjs/common';
import { OnCommonProblems } from './on-common-problems/on-common-problems.js';
import { OpenConsultationController } from './open-consultation/open-consultation.controller.js';
import { OpenConsultationHandler } from './open-consultation/open-consultation.handler.js';

import { WriteMinutesController } from './write-minutes/write-minutes.controller.js';
import { WriteMinutesHandler } from './write-minutes/write-minutes.handler.js';

@Module({
  controllers: [OnCommonProblems, OpenConsultationController, WriteMinutesController],
  providers: [OpenConsultationHandler, WriteMinutesHandler],
})
export class ConsultationsModule {}
