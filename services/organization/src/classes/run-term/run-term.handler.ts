import type { Message } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, isExclusionViolation, RowNotFoundError, type Tx } from '@huying/database';
import { CommunityTime, keysetPage, type Page, type ReasonDto, type ReasonedDeed, step } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { ensureActsForId } from '../../organizations/acting.js';
import { Programme } from '../../programmes/programme.entity.js';
import { Term } from '../class.entity.js';
import { termView, type TermView } from '../class.view.js';
import { termProblems } from '../classes.problems.js';
import { cancelTerm, endTerm, eraseDayOf, openTerm, planTerm, termLife } from '../term.js';
import type { ListTermsQuery, TermDto } from './run-term.controller.js';

interface Counts {
  /** Classes neither completed nor cancelled. */
  readonly running: number;
  readonly graduated: number;
}

@Injectable()
export class RunTermHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  async list({ programmeId, state, ...page }: ListTermsQuery, { communityId }: Caller): Promise<Page<TermView>> {
    const found = this.db.read.createQueryBuilder(Term, 'one').where('one.communityId = :communityId', { communityId });
    if (programmeId) found.andWhere('one.programmeId = :programmeId', { programmeId });
    if (state) found.andWhere('one.state = :state', { state });
    const { items, nextCursor } = await keysetPage(found, 'one', { by: 'fromOn', direction: 'DESC' }, page);
    return { items: items.map(termView), nextCursor };
  }

  async show(id: string, { communityId }: Caller): Promise<TermView> {
    const term = await this.db.read.findOneBy(Term, { id, communityId });
    if (!term) throw new RowNotFoundError('terms');
    return termView(term);
  }

  async plan(wish: TermDto, by: Caller): Promise<TermView> {
    const deed = { by: by.personId, now: this.time.now() };
    const { communityId } = by;
    try {
      return await this.db.withTransaction(async (tx) => {
        const programme = await tx.lock(Programme, { id: wish.programmeId, communityId });
        const { organizationId } = programme;
        await ensureActsForId(tx.manager, by, organizationId, this.time.today());
        const term = tx.create(Term, {
          ...{ id: uuidv7(), communityId, state: 'planned', organizationId, ...wish },
          ...{ eraseOn: eraseDayOf(wish.untilOn), erasedAt: null },
        });
        const context = { ...deed, programme, today: this.time.today(), zone: this.time.zone };
        await step(tx, termLife, term, planTerm(term, context), deed);
        return termView(term);
      });
    } catch (error) {
      if (isExclusionViolation(error, 'terms_apart')) throw termProblems.overlaps();
      throw error;
    }
  }

  open(id: string, by: Caller): Promise<TermView> {
    return this.take(id, by, '', openTerm);
  }

  end(id: string, by: Caller): Promise<TermView> {
    return this.take(id, by, '', endTerm);
  }

  cancel(id: string, { reason }: ReasonDto, by: Caller): Promise<TermView> {
    return this.take(id, by, reason, cancelTerm);
  }

  private take(
    id: string,
    by: Caller,
    reason: string,
    decide: (term: Term, context: ReasonedDeed & Counts) => Message,
  ): Promise<TermView> {
    const deed = { by: by.personId, now: this.time.now(), reason };
    return this.db.withTransaction(async (tx) => {
      const term = await tx.lock(Term, { id, communityId: by.communityId });
      await ensureActsForId(tx.manager, by, term.organizationId, this.time.today());
      const event = decide(term, { ...deed, ...(await countsOf(tx, id)) });
      await step(tx, termLife, term, event, deed);
      return termView(term);
    });
  }
}

/** Under the lock of the term, which whoever plans a class takes too. */
async function countsOf(tx: Tx, termId: string): Promise<Counts> {
  const [counts] = await tx.query<Counts>(
    `SELECT (SELECT count(*) FROM classes WHERE term_id = $1 AND state IN ('planned', 'open'))::int AS running,
       (SELECT count(DISTINCT child_id) FROM enrolments WHERE term_id = $1 AND state = 'graduated')::int AS graduated`,
    [termId],
  );
  return counts ?? { running: 0, graduated: 0 };
}
