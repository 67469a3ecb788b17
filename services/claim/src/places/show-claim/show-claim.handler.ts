import { Injectable } from '@nestjs/common';
import { ensureMay, type Caller } from '@huying/auth';
import { ClaimDesk } from '../claim-desk.js';
import type { ClaimView } from '../claim.view.js';

@Injectable()
export class ShowClaimHandler {
  constructor(private readonly desk: ClaimDesk) {}

  async handle(id: string, by: Caller): Promise<ClaimView> {
    const claim = await this.desk.find(id, by);
    ensureMay(by, 'read', 'claim', claim);
    return this.desk.view(claim);
  }
}
