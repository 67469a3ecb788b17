import { Injectable } from '@nestjs/common';
import { isStaff, type Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { commonProblems, ensureIdempotencyKey } from '@huying/http';
import { In } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { ClaimMetrics } from '../../claim-metrics.js';
import { Claim } from '../../claim.entity.js';
import { claimView, type ClaimView } from '../../places/claim.view.js';
import { Decider, isRepetition, type Decided } from '../../places/decider.js';
import { seatOf } from '../seat.js';
import type { ClaimAsTeamDto } from './claim-as-team.controller.js';

@Injectable()
export class ClaimAsTeamHandler {
  constructor(
    private readonly database: Database,
    private readonly decider: Decider,
    private readonly metrics: ClaimMetrics,
  ) {}

  async handle(
    need: string,
    { places, organisationId, riskAccepted: risk = false }: ClaimAsTeamDto,
    idempotencyKey: string | undefined,
    by: Caller,
  ): Promise<{ items: ClaimView[]; decided: Decided }> {
    const key = ensureIdempotencyKey(idempotencyKey);
    const organisation = isStaff(by) && organisationId ? organisationId : by.personId;
    const members = Array.from({ length: places }, (_, index) => ({
      claimant: seatOf(organisation, key, index + 1),
      claim: uuidv7(),
      key,
    }));
    const decided = await this.decider.decide(by.communityId, { do: 'together', need, team: true, risk, members });
    const claims = await this.database.read.find(Claim, {
      where: { needId: need, volunteerId: In(members.map(({ claimant }) => claimant)) },
      order: { toldSequence: 'ASC' },
    });
    const same = claims.every(({ party, riskAccepted }) => party?.length === places && riskAccepted === risk);
    if (isRepetition(decided) && !same) throw commonProblems.idempotencyKeyReused();
    this.metrics.decided(by.communityId, isRepetition(decided) ? 'replayed' : 'held');
    return { items: claims.map((claim) => claimView(claim)), decided };
  }
}
