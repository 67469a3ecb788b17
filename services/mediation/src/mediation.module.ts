import { Module } from '@nestjs/common';
import { retentionReport } from '@huying/http';
import { OnCallErased } from './erasures/on-call-erased.js';
import { OnVolunteerErased } from './erasures/on-volunteer-erased.js';
import { AgreementsModule } from './agreements/agreements.module.js';
import { CasesModule } from './cases/cases.module.js';
import { MediatorsModule } from './mediators/mediators.module.js';
import { SessionsModule } from './sessions/sessions.module.js';
import { WarningsModule } from './warnings/warnings.module.js';

@Module({
  imports: [AgreementsModule, CasesModule, MediatorsModule, SessionsModule, WarningsModule],
  controllers: [OnCallErased, OnVolunteerErased, retentionReport('mediation')],
})
export class MediationModule {}
