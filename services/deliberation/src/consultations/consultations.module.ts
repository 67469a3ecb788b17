import { Module } from '@nestjs/common';
import { OnCommonProblems } from './on-common-problems/on-common-problems.js';
import { OpenConsultationController } from './open-consultation/open-consultation.controller.js';
import { OpenConsultationHandler } from './open-consultation/open-consultation.handler.js';

@Module({ controllers: [OnCommonProblems, OpenConsultationController], providers: [OpenConsultationHandler] })
export class ConsultationsModule {}
