import { Module } from '@nestjs/common';
import { OnClaims } from './on-claims/on-claims.js';

@Module({ controllers: [OnClaims] })
export class ClaimsModule {}
