import { Module } from '@nestjs/common';
import { AppointmentsModule } from './appointments/appointments.module.js';
import { ElectorateModule } from './electorate/electorate.module.js';
import { FindingsModule } from './findings/findings.module.js';
import { StatementsModule } from './statements/statements.module.js';
import { WorksModule } from './works/works.module.js';

@Module({ imports: [AppointmentsModule, ElectorateModule, FindingsModule, StatementsModule, WorksModule] })
export class DeliberationModule {}
