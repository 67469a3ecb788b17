import { Injectable, Logger } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, isDatabaseUnavailable } from '@huying/database';
import { commonProblems, Problem, type Language } from '@huying/http';
import { Today } from '../today.js';
import { importBatch, type LineOutcome, type ReadLine } from './import-batch.js';
import { inBatches, linesOf, type Line } from './lines.js';
import { readLine } from './read-line.js';
import { refused, Tally, type ImportSummary, type LineReport } from './report.js';

/** Lines in one transaction: large enough to be quick, small enough for nobody to wait long for its locks. */
const BATCH = 500;

/** An import that is under way: who imports, and in which language they are told. */
interface Import {
  readonly by: Caller;
  readonly language: Language;
}

@Injectable()
export class ImportVolunteersHandler {
  private readonly logger = new Logger('volunteers');

  constructor(
    private readonly db: Database,
    private readonly today: Today,
  ) {}

  /**
   * Registers the volunteers of an NDJSON stream and reports on each line as soon as its batch is committed, then sums up.
   * A line that is refused stops no other. What was reported stays, however the import ends; to repeat it does no harm.
   */
  async *handle(stream: AsyncIterable<Buffer>, by: Caller, language: Language): AsyncGenerator<string> {
    const tally = new Tally();
    const asLine = (value: LineReport | ImportSummary) => `${JSON.stringify(value)}\n`;
    try {
      for await (const lines of inBatches(linesOf(stream), BATCH)) {
        let report = '';
        for (const entry of await this.importLines(lines, { by, language })) {
          tally.count(entry);
          report += asLine(entry);
        }
        yield report;
      }
      yield asLine(tally.summary(true));
    } catch (error) {
      // The answer has begun: all that can be said now is said in its last line.
      const unavailable = isDatabaseUnavailable(error);
      if (!unavailable) this.logger.error(causeOf(error), 'An import broke off.');
      const { code } = unavailable ? commonProblems.serviceUnavailable() : commonProblems.internalError();
      yield asLine(tally.summary(false, code));
    }
  }

  private async importLines(lines: readonly Line[], context: Import): Promise<LineReport[]> {
    const reports = new Map<number, LineReport>();
    const readWell: ReadLine[] = [];
    for (const line of lines) {
      try {
        readWell.push({ number: line.number, dto: readLine(line) });
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        reports.set(line.number, refused(line.number, error, context.language));
      }
    }
    for (const outcome of await this.store(readWell, context)) {
      reports.set(outcome.number, reportOf(outcome, context.language));
    }
    return lines.flatMap(({ number }) => reports.get(number) ?? []);
  }

  /** All at once; if that fails for a reason nobody foresaw, one by one, so that only the guilty line is refused. */
  private async store(lines: readonly ReadLine[], context: Import): Promise<LineOutcome[]> {
    const { by } = context;
    try {
      return await this.db.withTransaction((tx) => importBatch(tx, by.communityId, lines, this.today.deedOf(by)));
    } catch (error) {
      if (isDatabaseUnavailable(error)) throw error;
      const [first, ...others] = lines;
      if (!first) return [];
      if (others.length > 0) {
        const outcomes: LineOutcome[] = [];
        for (const line of lines) outcomes.push(...(await this.store([line], context)));
        return outcomes;
      }
      this.logger.error({ ...causeOf(error), line: first.number }, 'A line could not be imported.');
      return [{ number: first.number, status: 'refused', problem: commonProblems.internalError() }];
    }
  }
}

function reportOf(outcome: LineOutcome, language: Language): LineReport {
  const { number, status } = outcome;
  return status === 'refused' ? refused(number, outcome.problem, language) : { line: number, status, id: outcome.id };
}

/** What may be logged of a failure: messages of the database can hold what was to be stored. */
function causeOf(error: unknown): { error: string; code: unknown } {
  const { code } = error as { code?: unknown };
  return { error: error instanceof Error ? error.constructor.name : typeof error, code };
}
