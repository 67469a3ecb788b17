import { Module } from '@nestjs/common';
import { MediationSettings } from '../mediation-settings.js';
import { CountCases } from './count-cases/count-cases.js';
import { DecideWarningsController } from './decide-warnings/decide-warnings.controller.js';
import { DecideWarningsHandler } from './decide-warnings/decide-warnings.handler.js';
import { Forget } from './forget/forget.js';
import { ListWarningsController } from './list-warnings/list-warnings.controller.js';
import { ListWarningsHandler } from './list-warnings/list-warnings.handler.js';
import { OnComplaints } from './on-complaints/on-complaints.js';
import { SubjectRegister } from './subject-register.js';
import { Watcher } from './watcher.js';

@Module({
  controllers: [DecideWarningsController, ListWarningsController, OnComplaints],
  providers: [
    CountCases,
    DecideWarningsHandler,
    Forget,
    ListWarningsHandler,
    MediationSettings,
    SubjectRegister,
    Watcher,
  ],
  exports: [SubjectRegister, Watcher],
})
export class WarningsModule {}
