import { Module } from '@nestjs/common';
import { KnownHolidays } from './known-holidays.js';

@Module({ providers: [KnownHolidays] })
export class HolidaysModule {}
