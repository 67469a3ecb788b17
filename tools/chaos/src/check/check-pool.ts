import type { Limits, Pool } from '@huying/claim';
import type pg from 'pg';
import { isAcknowledged, isRefused, type Attempt } from '../history.types.js';
import { NUMBERS_A_FILE, type History } from '../rush/history.js';
import type { Excuses } from './excuses.js';
import { Explainer, type Finding } from './explain.js';
import { deedsOf, type LedgerEntry } from './ledger.js';
import { readLedger } from './read-ledger.js';
import { Tally, type Breach } from './tally.js';

/** What the checker found out about one pool. */
export interface PoolVerdict {
  readonly pool: string;
  readonly entries: number;
  readonly answers: number;
  readonly lostAcks: number;
  readonly unexplainedAnswers: number;
  readonly unexplainedDecisions: number;
  /** Refusals by a state that Redis lost: allowed while a pool recovers. */
  readonly staleRefusals: number;
  readonly breaches: readonly Breach[];
  /** The first of what was found, in words. */
  readonly findings: readonly Finding[];
  /** The pool as its ledger makes it. */
  readonly state: Pool;
}

const SHOW_AT_MOST = 20;

/** Holds one pool's ledger against the promises and the rules, and every answer against the ledger. */
export class PoolCheck {
  private readonly tally = new Tally();
  private readonly explainer: Explainer;
  private readonly findings: Finding[] = [];
  private entries = 0;
  private answers = 0;
  private lostAcks = 0;
  private unexplainedAnswers = 0;
  private unexplainedDecisions = 0;
  private staleRefusals = 0;

  constructor(
    private readonly pool: string,
    private readonly excuses: Pick<Excuses, 'isExcused'>,
    limits: Limits,
  ) {
    this.explainer = new Explainer(limits);
  }

  /** @param answersOf the answers whose place in the log lies in a file */
  async run(
    ledger: AsyncIterable<LedgerEntry> | Iterable<LedgerEntry>,
    answersOf: History['read'],
  ): Promise<PoolVerdict> {
    let file = -1;
    let answers = new Map<number, Attempt[]>();
    /** Opens the file of a number; what lies in files that are passed by is looked at too. */
    const reach = async (number: number): Promise<void> => {
      const wanted = Math.floor(number / NUMBERS_A_FILE);
      while (file < wanted) {
        for (const late of answers.values()) for (const attempt of late) this.beyond(attempt);
        answers = await answersOf(this.pool, ++file);
      }
    };
    await reach(0);
    this.explainAll(answers, 0);
    for await (const deed of deedsOf(ledger)) {
      this.entries += deed.entries.length;
      this.tally.decided(deed);
      const finding = this.explainer.decided(deed);
      if (finding) this.found(finding);
      for (const { sequence } of deed.entries) {
        await reach(sequence);
        this.explainAll(answers, sequence);
      }
    }
    // Behind the ledger's end only what was never committed can have been told.
    for (let empty = 0; empty < 3; empty += 1) {
      for (const late of answers.values()) for (const attempt of late) this.beyond(attempt);
      answers = await answersOf(this.pool, ++file);
    }
    return this.verdict();
  }

  private explainAll(answers: Map<number, Attempt[]>, number: number): void {
    for (const attempt of answers.get(number) ?? []) this.explain(attempt);
    answers.delete(number);
  }

  private explain(attempt: Attempt): void {
    this.answers += 1;
    const { mark, floorOfAcks, replayed } = attempt;
    if (!mark) return;
    if (isAcknowledged(attempt) && !replayed && mark.sequence < floorOfAcks) {
      const words = `${attempt.kind} was answered at ${mark.sequence} although ${floorOfAcks} had been answered before it was asked`;
      this.found({ what: 'earlier-than-answered', sequence: mark.sequence, words });
      return;
    }
    const verdict = this.explainer.explain(attempt);
    if (verdict === 'explained') return;
    this.unexplained(attempt, verdict);
  }

  /** An answer at a number that the ledger does not have. */
  private beyond(attempt: Attempt): void {
    this.answers += 1;
    const what = isAcknowledged(attempt) ? 'lost-acknowledgement' : 'unexplained-answer';
    const { kind, status, code, mark } = attempt;
    const words = `${kind} was answered ${status} ${code} at ${mark?.epoch}-${mark?.sequence}, which was never committed`;
    this.unexplained(attempt, { what, sequence: mark?.sequence ?? 0, words });
  }

  private unexplained(attempt: Attempt, finding: Finding): void {
    if (isRefused(attempt) && this.excuses.isExcused(attempt)) this.staleRefusals += 1;
    else this.found(finding);
  }

  private found(finding: Finding): void {
    if (finding.what === 'lost-acknowledgement') this.lostAcks += 1;
    else if (finding.what === 'unexplained-decision') this.unexplainedDecisions += 1;
    else this.unexplainedAnswers += 1;
    if (this.findings.length < SHOW_AT_MOST) this.findings.push(finding);
  }

  private verdict(): PoolVerdict {
    return {
      pool: this.pool,
      entries: this.entries,
      answers: this.answers,
      lostAcks: this.lostAcks,
      unexplainedAnswers: this.unexplainedAnswers,
      unexplainedDecisions: this.unexplainedDecisions,
      staleRefusals: this.staleRefusals,
      breaches: this.tally.breaches,
      findings: this.findings,
      state: this.explainer.pool,
    };
  }
}

/** Checks a pool of a run. */
export function checkPool(
  database: pg.Pool,
  history: History,
  excuses: Excuses,
  pool: string,
  limits: Limits,
): Promise<PoolVerdict> {
  return new PoolCheck(pool, excuses, limits).run(readLedger(database, pool), (name, file) => history.read(name, file));
}
