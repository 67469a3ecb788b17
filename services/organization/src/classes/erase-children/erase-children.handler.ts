import { create } from '@bufbuild/protobuf';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { ChildrenErasedSchema, toTimestamp, UnenrolledChildrenErasedSchema } from '@huying/contracts';
import { Database, RowNotFoundError } from '@huying/database';
import { CommunityTime, EachOne, shown } from '@huying/http';
import { ensureActsForId } from '../../organizations/acting.js';
import type { Child } from '../child.entity.js';
import { Term } from '../class.entity.js';
import { termProblems } from '../classes.problems.js';
import { consentWithdrawn } from '../consent-withdrawn.js';
import { KEPT_DAYS } from '../term.js';
import type { ErasureView, UnenrolledErasuresView } from './erase-children.controller.js';

/** How long it is kept who read what was known of a child (PIPL art. 56). */
const READINGS_KEPT_YEARS = 3;

/** Told of before $1, and of no term that still keeps its children. */
const UNENROLLED = `c.consent_at < $1 AND NOT EXISTS (
  SELECT FROM enrolments e JOIN terms t ON t.id = e.term_id WHERE e.child_id = c.id AND t.erased_at IS NULL)`;

@Injectable()
export class EraseChildrenHandler implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
    private readonly each: EachOne,
  ) {}

  /**
   * Every hour: after a term, on the day that was said, what is known of its children is erased, with a report; and so is a child who was told
   * of half a year ago and is in no class. Every day: who read of children is forgotten after the years for which it must be known.
   */
  onModuleInit(): void {
    this.each.add('erase-children', 3_600, {
      find: () =>
        this.db.read.query<{ id: string }[]>(
          `SELECT id FROM terms WHERE erased_at IS NULL AND erase_on <= $1 ORDER BY erase_on LIMIT 1000`,
          [this.time.today()],
        ),
      carryOut: (id) => this.erase(id),
    });
    this.each.add('erase-unenrolled-children', 3_600, {
      find: () =>
        this.db.read.query<{ id: string }[]>(
          `SELECT DISTINCT c.community_id AS id FROM children c WHERE ${UNENROLLED}`,
          [this.oldestConsent()],
        ),
      carryOut: (communityId) => this.eraseUnenrolled(communityId),
    });
    this.each.add('forget-readings', 86_400, {
      find: () => Promise.resolve([{ id: 'child_readings' }]),
      carryOut: () => this.forgetReadings(),
    });
  }

  async report(id: string, by: Caller): Promise<ErasureView> {
    const { read } = this.db;
    const term = await read.findOneBy(Term, { id, communityId: by.communityId });
    if (!term) throw new RowNotFoundError('terms');
    await ensureActsForId(read, by, term.organizationId, this.time.today());
    if (!term.erasedAt) throw termProblems.notErased({ on: term.eraseOn });
    const [row] = await read.query<Omit<ErasureView, 'erasedAt'>[]>(
      `SELECT enrolments, children, kept FROM erasures WHERE term_id = $1`,
      [id],
    );
    if (!row) throw new RowNotFoundError('erasures');
    return { ...row, erasedAt: shown(term.erasedAt) };
  }

  async unenrolled({ communityId }: Caller): Promise<UnenrolledErasuresView> {
    const items = await this.db.read.query<UnenrolledErasuresView['items']>(
      `SELECT erased_on::text AS "erasedOn", children FROM unenrolled_erasures WHERE community_id = $1 ORDER BY erased_on DESC`,
      [communityId],
    );
    return { items };
  }

  /** Consents given before it have lapsed, where no term keeps the child. */
  private oldestConsent(): string {
    return this.time
      .now()
      .subtract({ hours: KEPT_DAYS * 24 })
      .toString();
  }

  private eraseUnenrolled(communityId: string): Promise<void> {
    const now = this.time.now();
    return this.db.withTransaction(async (tx) => {
      const erased = await tx.query<Pick<Child, 'id' | 'communityId' | 'version'>>(
        `DELETE FROM children c WHERE c.community_id = $2 AND ${UNENROLLED}
         RETURNING c.id, c.community_id AS "communityId", c.version`,
        [this.oldestConsent(), communityId],
      );
      if (erased.length === 0) return;
      await tx.query(
        `INSERT INTO unenrolled_erasures (community_id, erased_on, children) VALUES ($1, $2, $3)
         ON CONFLICT (community_id, erased_on) DO UPDATE SET children = unenrolled_erasures.children + excluded.children`,
        [communityId, this.time.today(), erased.length],
      );
      const told = { communityId, children: erased.length, erasedAt: toTimestamp(now) };
      tx.emit(...erased.map((child) => consentWithdrawn(child, now)), create(UnenrolledChildrenErasedSchema, told));
    });
  }

  private async forgetReadings(): Promise<void> {
    const zoned = this.time.now().toZonedDateTimeISO(this.time.zone);
    const oldest = zoned.subtract({ years: READINGS_KEPT_YEARS }).toInstant();
    await this.db.withTransaction((tx) =>
      tx.query(`DELETE FROM child_readings WHERE read_at < $1`, [oldest.toString()]),
    );
  }

  /** Children of another term that is not erased yet stay; who read them stays on record, what they read does not. */
  private erase(id: string): Promise<void> {
    const now = this.time.now();
    return this.db.withTransaction(async (tx) => {
      const term = await tx.lock(Term, { id });
      if (term.erasedAt || term.eraseOn > this.time.today()) return;
      await tx.query(
        `DELETE FROM session_presences p USING class_sessions s WHERE s.id = p.session_id AND s.term_id = $1`,
        [id],
      );
      const erased = await tx.query<Pick<Child, 'id' | 'communityId' | 'version'>>(
        `DELETE FROM children c WHERE EXISTS (SELECT FROM enrolments e WHERE e.child_id = c.id AND e.term_id = $1)
           AND NOT EXISTS (SELECT FROM enrolments e JOIN terms t ON t.id = e.term_id
             WHERE e.child_id = c.id AND t.id <> $1 AND t.erased_at IS NULL)
         RETURNING c.id, c.community_id AS "communityId", c.version`,
        [id],
      );
      const [counts] = await tx.query<{ enrolments: number; kept: number }>(
        `SELECT count(*)::int AS enrolments, count(DISTINCT c.id)::int AS kept
         FROM enrolments e LEFT JOIN children c ON c.id = e.child_id WHERE e.term_id = $1`,
        [id],
      );
      const { enrolments = 0, kept = 0 } = counts ?? {};
      await tx.query(`INSERT INTO erasures (term_id, enrolments, children, kept) VALUES ($1, $2, $3, $4)`, [
        id,
        enrolments,
        erased.length,
        kept,
      ]);
      term.erasedAt = now;
      await tx.save(term);
      const { communityId } = term;
      tx.emit(
        ...erased.map((child) => consentWithdrawn(child, now)),
        create(ChildrenErasedSchema, {
          ...{ termId: id, communityId, enrolments, children: erased.length, kept, erasedAt: toTimestamp(now) },
        }),
      );
    });
  }
}
