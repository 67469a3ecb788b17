import { Module } from '@nestjs/common';
import { SubjectRegister } from './subject-register.js';

@Module({ providers: [SubjectRegister], exports: [SubjectRegister] })
export class WarningsModule {}
