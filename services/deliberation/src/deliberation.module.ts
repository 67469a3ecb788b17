import { Module } from '@nestjs/common';
import { ElectorateModule } from './electorate/electorate.module.js';

@Module({ imports: [ElectorateModule] })
export class DeliberationModule {}
