import { Module } from '@nestjs/common';
import { OpenConsultationController } from './open-consultation/open-consultation.controller.js';
import { OpenConsultationHandler } from './open-consultation/open-consultation.handler.js';

@Module({ controllers: [OpenConsultationController], providers: [OpenConsultationHandler] })
export class ConsultationsModule {}
