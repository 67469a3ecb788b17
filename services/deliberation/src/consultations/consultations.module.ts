import { Module } from '@nestjs/common';
import { AttachDocumentController } from './attach-document/attach-document.controller.js';
import { AttachDocumentHandler } from './attach-document/attach-document.handler.js';
import { OnCommonProblems } from './on-common-problems/on-common-problems.js';
import { OpenConsultationController } from './open-consultation/open-consultation.controller.js';
import { OpenConsultationHandler } from './open-consultation/open-consultation.handler.js';
import { ShowConsultationController } from './show-consultation/show-consultation.controller.js';
import { ShowConsultationHandler } from './show-consultation/show-consultation.handler.js';
import { WriteMinutesController } from './write-minutes/write-minutes.controller.js';
import { WriteMinutesHandler } from './write-minutes/write-minutes.handler.js';

@Module({
  controllers: [
    AttachDocumentController,
    OnCommonProblems,
    OpenConsultationController,
    ShowConsultationController,
    WriteMinutesController,
  ],
  providers: [AttachDocumentHandler, OpenConsultationHandler, ShowConsultationHandler, WriteMinutesHandler],
})
export class ConsultationsModule {}
