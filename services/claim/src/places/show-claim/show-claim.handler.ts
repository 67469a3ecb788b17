import { Injectable } from '@nestjs/common';
import { ensureMay, type Caller } from '@huying/auth';
import { ClaimsOfPool } from '../claims-of-pool.js';
import type { ClaimView } from '../claim.view.js';

@Injectable()
export class ShowClaimHandler {
  constructor(private readonly claims: ClaimsOfPool) {}

  async handle(id: string, by: Caller): Promise<ClaimView> {
    const claim = await this.claims.find(id, by);
    ensureMay(by, 'read', 'claim', claim);
    return this.claims.view(claim);
  }
}
