import { Module } from '@nestjs/common';
import { retentionReport } from '@huying/http';
import { OnVolunteerErased } from './erasures/on-volunteer-erased.js';
import { AppointmentsModule } from './appointments/appointments.module.js';
import { AttachmentsModule } from './attachments/attachments.module.js';
import { BallotsModule } from './ballots/ballots.module.js';
import { ConsultationsModule } from './consultations/consultations.module.js';
import { ElectorateModule } from './electorate/electorate.module.js';
import { FindingsModule } from './findings/findings.module.js';
import { PrioritiesModule } from './priorities/priorities.module.js';
import { ProposalsModule } from './proposals/proposals.module.js';
import { ResultsModule } from './results/results.module.js';
import { RoundsModule } from './rounds/rounds.module.js';
import { StatementsModule } from './statements/statements.module.js';
import { WorksModule } from './works/works.module.js';

@Module({
  imports: [
    AppointmentsModule,
    AttachmentsModule,
    BallotsModule,
    ConsultationsModule,
    ElectorateModule,
    FindingsModule,
    PrioritiesModule,
    ProposalsModule,
    ResultsModule,
    RoundsModule,
    StatementsModule,
    WorksModule,
  ],
  controllers: [OnVolunteerErased, retentionReport('deliberation')],
})
export class DeliberationModule {}
