import { Module } from '@nestjs/common';
import { FindCommonProblems } from './find-common-problems/find-common-problems.js';
import { ListCommonProblemsController } from './list-common-problems/list-common-problems.controller.js';
import { ListCommonProblemsHandler } from './list-common-problems/list-common-problems.handler.js';
import { OnConsultations } from './on-consultations/on-consultations.js';

@Module({
  controllers: [ListCommonProblemsController, OnConsultations],
  providers: [FindCommonProblems, ListCommonProblemsHandler],
})
export class CommonProblemsModule {}
