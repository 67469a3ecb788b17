import { Module } from '@nestjs/common';
import { WarningsModule } from '../warnings/warnings.module.js';
import { AnswerConsentController } from './answer-consent/answer-consent.controller.js';
import { AnswerConsentHandler } from './answer-consent/answer-consent.handler.js';
import { DescribeCaseController } from './describe-case/describe-case.controller.js';
import { DescribeCaseHandler } from './describe-case/describe-case.handler.js';
import { ElectController } from './elect/elect.controller.js';
import { ElectHandler } from './elect/elect.handler.js';
import { EndCaseController } from './end-case/end-case.controller.js';
import { EndCaseHandler } from './end-case/end-case.handler.js';
import { EndOverdue } from './end-overdue/end-overdue.js';
import { KeepClockController } from './keep-clock/keep-clock.controller.js';
import { KeepClockHandler } from './keep-clock/keep-clock.handler.js';
import { KeepPartiesController } from './keep-parties/keep-parties.controller.js';
import { KeepPartiesHandler } from './keep-parties/keep-parties.handler.js';
import { KeepSafeController } from './keep-safe/keep-safe.controller.js';
import { KeepSafeHandler } from './keep-safe/keep-safe.handler.js';
import { ListCasesController } from './list-cases/list-cases.controller.js';
import { ListCasesHandler } from './list-cases/list-cases.handler.js';
import { OnDisputes } from './on-disputes/on-disputes.js';
import { OpenCaseController } from './open-case/open-case.controller.js';
import { OpenCaseHandler } from './open-case/open-case.handler.js';
import { ShowCaseController } from './show-case/show-case.controller.js';
import { ShowCaseHandler } from './show-case/show-case.handler.js';

@Module({
  imports: [WarningsModule],
  controllers: [
    AnswerConsentController,
    DescribeCaseController,
    ElectController,
    EndCaseController,
    KeepClockController,
    KeepPartiesController,
    KeepSafeController,
    ListCasesController,
    OnDisputes,
    OpenCaseController,
    ShowCaseController,
  ],
  providers: [
    AnswerConsentHandler,
    DescribeCaseHandler,
    ElectHandler,
    EndCaseHandler,
    EndOverdue,
    KeepClockHandler,
    KeepPartiesHandler,
    KeepSafeHandler,
    ListCasesHandler,
    OpenCaseHandler,
    ShowCaseHandler,
  ],
})
export class CasesModule {}
