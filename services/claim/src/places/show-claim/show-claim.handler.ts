import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { ClaimDesk } from '../claim-desk.js';
import type { ClaimView } from '../claim.view.js';

@Injectable()
export class ShowClaimHandler {
  constructor(private readonly desk: ClaimDesk) {}

  async handle(id: string, by: Caller): Promise<ClaimView> {
    const claim = await this.desk.find(id, by);
    await this.desk.ensureMay(by, 'read', claim);
    return this.desk.view(claim);
  }
}
