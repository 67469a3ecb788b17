import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Database, isDatabaseUnavailable } from '@huying/database';
import { v7 as uuidv7 } from 'uuid';
import type { Clock } from '../clock.js';
import type { Timetable } from '../timetable.js';
import { isTimed, type RetentionRule, type TimedRule } from './rule.js';
import { remove, stillThere } from './statements.js';

const DAY_SECONDS = 86_400;
const DAY_HOURS = 24;
/** Rows of one transaction, and transactions of a day: a backlog of years does not hold up the service's other timed work for long. */
const PORTION = 1_000;
const MOST_PORTIONS = 200;
/** Reports hold no personal data; they show for a year that what was promised was done. */
const REPORTS_KEPT_DAYS = 400;

/** What the work on one rule came to. */
interface Done {
  readonly rows: number;
  /** The oldest moment from which days are counted for what is left. */
  readonly oldest: string | null;
  readonly failure: string | null;
}

/**
 * Every day: what was kept for as long as its rule says is deleted or blanked, portion by portion, each in a transaction of its own, so that
 * work that is broken off goes on where it was. Each rule's run is reported, whether it succeeded or not; one that fails does not hold up
 * the others.
 */
@Injectable()
export class Retention implements OnModuleInit {
  private readonly logger = new Logger('retention');
  private readonly timed: readonly TimedRule[];

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly timetable: Timetable,
    readonly rules: readonly RetentionRule[],
    /** Days by rule, as whoever runs the service has set them. */
    readonly days: ReadonlyMap<string, number>,
  ) {
    this.timed = rules.filter(isTimed);
  }

  async onModuleInit(): Promise<void> {
    await this.db.withTransaction(async (tx) => {
      const names = this.timed.map(({ name }) => name);
      await tx.query(`DELETE FROM retention_rules WHERE rule <> ALL ($1)`, [names]);
      await tx.query(
        `INSERT INTO retention_rules (rule, known_since) SELECT unnest($1::text[]), $2 ON CONFLICT DO NOTHING`,
        [names, this.clock.now().toString()],
      );
    });
    this.timetable.add({ name: 'retention', everySeconds: DAY_SECONDS, run: () => this.run() });
  }

  /** Carries out every rule now. */
  async run(): Promise<void> {
    for (const rule of this.timed) await this.carryOut(rule);
    const oldest = this.clock.now().subtract({ hours: REPORTS_KEPT_DAYS * DAY_HOURS });
    await this.db.withTransaction((tx) =>
      tx.query(`DELETE FROM retention_runs WHERE ended_at < $1`, [oldest.toString()]),
    );
  }

  private async carryOut(rule: TimedRule): Promise<void> {
    const startedAt = this.clock.now();
    const done = await this.work(rule);
    await this.db.withTransaction(async (tx) => {
      await tx.query(
        `INSERT INTO retention_runs (id, rule, started_at, ended_at, rows, oldest_left, failure)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [
          ...[uuidv7(), rule.name, startedAt.toString(), this.clock.now().toString()],
          ...[done.rows, done.oldest, done.failure],
        ],
      );
      await tx.query(
        `UPDATE retention_rules SET erased = erased + $2, succeeded_at = CASE WHEN $3 THEN $4 ELSE succeeded_at END
         WHERE rule = $1`,
        [rule.name, done.rows, done.failure === null, startedAt.toString()],
      );
    });
  }

  private async work(rule: TimedRule): Promise<Done> {
    let rows = 0;
    try {
      let gone = PORTION;
      for (let portion = 0; portion < MOST_PORTIONS && gone === PORTION; portion += 1) {
        gone = await this.portion(rule);
        rows += gone;
      }
      return { rows, oldest: await this.oldestLeft(rule), failure: null };
    } catch (error) {
      if (isDatabaseUnavailable(error)) throw error;
      // What the database says of an error may quote a row.
      const failure = (error as { code?: string }).code ?? 'unknown';
      this.logger.error({ rule: rule.name, failure }, 'A rule of retention failed; it comes round again.');
      return { rows, oldest: null, failure };
    }
  }

  private portion(rule: TimedRule): Promise<number> {
    const now = this.clock.now();
    const before = now.subtract({ hours: this.daysOf(rule) * DAY_HOURS }).toString();
    const { since, where = 'true' } = rule.end;
    const rows = `(${since}) < $1::timestamptz AND (${where})`;
    return this.db.withTransaction((tx) =>
      remove(tx, rule, rule.end.do, { rows, parameters: [before], most: PORTION }, now),
    );
  }

  private async oldestLeft(rule: TimedRule): Promise<string | null> {
    const { since, where = 'true' } = rule.end;
    const [row] = await this.db.read.query<{ oldest: Date | null }[]>(
      `SELECT min(${since})::timestamptz AS oldest FROM ${rule.table} t WHERE (${where}) AND ${stillThere(rule)}`,
    );
    return row?.oldest?.toISOString() ?? null;
  }

  daysOf({ name, end }: TimedRule): number {
    return this.days.get(name) ?? end.days.usual;
  }
}
