import { Module } from '@nestjs/common';
import { BallotsModule } from './ballots/ballots.module.js';
import { ConsultationsModule } from './consultations/consultations.module.js';
import { ElectorateModule } from './electorate/electorate.module.js';
import { ResultsModule } from './results/results.module.js';
import { RoundsModule } from './rounds/rounds.module.js';

@Module({ imports: [BallotsModule, ConsultationsModule, ElectorateModule, ResultsModule, RoundsModule] })
export class DeliberationModule {}
