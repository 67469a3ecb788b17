import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { ClaimDesk, type ClaimAnswer } from '../claim-desk.js';
import { DeedBook } from '../deed-book.js';
import type { PriorityDto } from './set-priority.controller.js';

@Injectable()
export class SetPriorityHandler {
  constructor(
    private readonly desk: ClaimDesk,
    private readonly deeds: DeedBook,
  ) {}

  async handle(claimId: string, { priority, reason }: PriorityDto, by: Caller): Promise<ClaimAnswer> {
    const { needId: need, volunteerId: volunteer } = await this.desk.find(claimId, by);
    await this.deeds.enter(by, claimId, 'priority', reason);
    return this.desk.decide(by, claimId, 'prioritised', { do: 'priority', need, volunteer, claim: claimId, priority });
  }
}
