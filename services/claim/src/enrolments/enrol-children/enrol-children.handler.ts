import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, newId } from '@huying/database';
import { commonProblems, ensureIdempotencyKey } from '@huying/http';
import { In } from 'typeorm';
import { ClaimMetrics } from '../../claim-metrics.js';
import { Claim } from '../../claim.entity.js';
import { claimView, standingsOf, type ClaimView } from '../../places/claim.view.js';
import { Decider, isRepetition, type Decided } from '../../places/decider.js';
import { inWords } from '../../places/in-words.js';
import { enrolmentProblems, enrolmentWords } from '../enrolments.problems.js';
import type { EnrolmentOutcomeView } from './enrol-children.controller.js';

@Injectable()
export class EnrolChildrenHandler {
  constructor(
    private readonly database: Database,
    private readonly decider: Decider,
    private readonly metrics: ClaimMetrics,
  ) {}

  /** The same key gets the same outcome, in whatever order the children are named. @throws what `enrolmentProblems` lists */
  async handle(
    classId: string,
    childIds: readonly string[],
    idempotencyKey: string | undefined,
    by: Caller,
  ): Promise<{ view: EnrolmentOutcomeView; decided: Decided }> {
    const key = ensureIdempotencyKey(idempotencyKey);
    await this.ensureOwn(childIds, by);
    const decided = await inWords(enrolmentWords, () => this.decide(classId, childIds, key, by));
    const items = await this.claimsOf(classId, childIds, key);
    const state = decided.outcome % 10 === 1 ? 'held' : 'waiting';
    this.metrics.decided(by.communityId, isRepetition(decided) ? 'replayed' : state);
    return { view: { state, items }, decided };
  }

  private decide(need: string, childIds: readonly string[], key: string, by: Caller): Promise<Decided> {
    const common = { need, of: 'class', risk: false } as const;
    const members = [...childIds].sort().map((claimant) => ({ claimant, claim: newId(), key }));
    const [first, ...others] = members;
    if (first && others.length === 0) {
      const { claimant: volunteer, claim } = first;
      return this.decider.decide(by.communityId, { do: 'claim', ...common, volunteer, claim, key });
    }
    return this.decider.decide(by.communityId, { do: 'together', ...common, team: false, members });
  }

  /** A child of another family does not exist for a guardian. */
  private async ensureOwn(childIds: readonly string[], { communityId, personId }: Caller): Promise<void> {
    const own = await this.database.read.query<unknown[]>(
      `SELECT FROM known_volunteers WHERE pool = $1 AND id = ANY($2) AND guardian_id = $3`,
      [communityId, childIds, personId],
    );
    if (own.length < childIds.length) throw enrolmentProblems.childUnknown();
  }

  /** What was claimed with that key. Whoever used it for other children is told so. */
  private async claimsOf(needId: string, childIds: readonly string[], idempotencyKey: string): Promise<ClaimView[]> {
    const { read } = this.database;
    const rows = await read.query<{ id: string }[]>(
      `SELECT id FROM claims WHERE need_id = $1 AND volunteer_id = ANY($2) AND idempotency_key = $3`,
      [needId, childIds, idempotencyKey],
    );
    const claims = await read.findBy(Claim, { id: In(rows.map(({ id }) => id)) });
    const byChild = new Map(claims.map((claim) => [claim.volunteerId, claim]));
    const standings = await standingsOf(read, claims);
    return childIds.map((childId) => {
      const claim = byChild.get(childId);
      const together = claim?.party?.length ?? 1;
      if (!claim || together !== childIds.length) throw commonProblems.idempotencyKeyReused();
      return claimView(claim, standings.get(claim.id));
    });
  }
}
