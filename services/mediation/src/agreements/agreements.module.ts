import { Module } from '@nestjs/common';
import { ConfirmInCourtController } from './confirm-in-court/confirm-in-court.controller.js';
import { ConfirmInCourtHandler } from './confirm-in-court/confirm-in-court.handler.js';
import { DraftAgreementController } from './draft-agreement/draft-agreement.controller.js';
import { DraftAgreementHandler } from './draft-agreement/draft-agreement.handler.js';
import { FollowUp } from './follow-up/follow-up.js';
import { PerformAgreementController } from './perform-agreement/perform-agreement.controller.js';
import { PerformAgreementHandler } from './perform-agreement/perform-agreement.handler.js';
import { ReadAgreementController } from './read-agreement/read-agreement.controller.js';
import { ReadAgreementHandler } from './read-agreement/read-agreement.handler.js';
import { SignAgreementController } from './sign-agreement/sign-agreement.controller.js';
import { SignAgreementHandler } from './sign-agreement/sign-agreement.handler.js';

@Module({
  controllers: [
    ConfirmInCourtController,
    DraftAgreementController,
    PerformAgreementController,
    ReadAgreementController,
    SignAgreementController,
  ],
  providers: [
    ConfirmInCourtHandler,
    DraftAgreementHandler,
    FollowUp,
    PerformAgreementHandler,
    ReadAgreementHandler,
    SignAgreementHandler,
  ],
})
export class AgreementsModule {}
