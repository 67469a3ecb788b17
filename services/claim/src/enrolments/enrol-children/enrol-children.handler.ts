import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, decrypt, newId } from '@huying/database';
import { commonProblems, CONFIGURATION, ensureIdempotencyKey, type Configuration } from '@huying/http';
import { Temporal } from 'temporal-polyfill';
import { In } from 'typeorm';
import { ClaimMetrics } from '../../claim-metrics.js';
import { Claim } from '../../claim.entity.js';
import { claimView, standingsOf, type ClaimView } from '../../places/claim.view.js';
import { Decider, isRepetition, type Decided } from '../../places/decider.js';
import { inWords } from '../../places/in-words.js';
import type { Terms } from '../../known/known-need.entity.js';
import { isOfAge } from '../ages.js';
import { enrolmentProblems, enrolmentWords } from '../enrolments.problems.js';
import type { EnrolmentOutcomeView } from './enrol-children.controller.js';

/** A child of the caller, and the class as it was opened; nulls where it was not. */
interface Own {
  readonly sealed_birth: string | null;
  readonly terms: Terms | null;
  readonly starts_at: Date | null;
}

@Injectable()
export class EnrolChildrenHandler {
  private readonly zone: string;

  constructor(
    private readonly database: Database,
    private readonly decider: Decider,
    private readonly metrics: ClaimMetrics,
    @Inject(CONFIGURATION) { TIME_ZONE }: Configuration,
  ) {
    this.zone = TIME_ZONE;
  }

  /** The same key gets the same outcome, in whatever order the children are named. @throws what `enrolmentProblems` lists */
  async handle(
    classId: string,
    childIds: readonly string[],
    idempotencyKey: string | undefined,
    by: Caller,
  ): Promise<{ view: EnrolmentOutcomeView; decided: Decided }> {
    const key = ensureIdempotencyKey(idempotencyKey);
    await this.ensureOwnOfAge(classId, childIds, key, by);
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

  /**
   * A child of another family does not exist for a guardian. Ages are decided here, where the birthdays can be read, and not by the script:
   * Redis has none. What was decided with the key before is not decided again; of a class that is not known the script has its say.
   * @throws enrolment-child-unknown, enrolment-wrong-age: also for one whose birthday is not known
   */
  private async ensureOwnOfAge(
    classId: string,
    childIds: readonly string[],
    key: string,
    { communityId, personId }: Caller,
  ): Promise<void> {
    const { read } = this.database;
    // In one question: in a rush thousands stand at this door.
    const own = await read.query<Own[]>(
      `SELECT v.sealed_birth, n.terms, n.starts_at FROM known_volunteers v LEFT JOIN known_needs n ON n.id = $4
       WHERE v.pool = $1 AND v.id = ANY($2) AND v.guardian_id = $3`,
      [communityId, childIds, personId, classId],
    );
    if (own.length < childIds.length) throw enrolmentProblems.childUnknown();
    if (own.every((child) => this.mayEnter(child))) return;
    const told = await read.query<unknown[]>(
      `SELECT FROM claims WHERE need_id = $1 AND volunteer_id = ANY($2) AND idempotency_key = $3 LIMIT 1`,
      [classId, childIds, key],
    );
    if (told.length === 0) throw enrolmentProblems.wrongAge();
  }

  private mayEnter({ sealed_birth: sealed, terms, starts_at: startsAt }: Own): boolean {
    if (terms?.of !== 'class' || startsAt === null) return true;
    const firstDay = Temporal.Instant.fromEpochMilliseconds(startsAt.getTime()).toZonedDateTimeISO(this.zone);
    return Boolean(sealed) && isOfAge(decrypt(sealed ?? ''), terms, firstDay.toPlainDate());
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
