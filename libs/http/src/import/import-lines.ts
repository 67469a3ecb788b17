import { Readable } from 'node:stream';
import { applyDecorators, Logger, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiProduces } from '@nestjs/swagger';
import { isDatabaseUnavailable } from '@huying/database';
import type { FastifyRequest } from 'fastify';
import { commonProblems } from '../common.problems.js';
import { Answers, IsIdempotentByNature } from '../decorators.js';
import { NDJSON } from '../headers.js';
import { languageOf, type Language } from '../problem-view.js';
import { Problem } from '../problems.js';
import { inBatches, linesOf, type Line } from './lines.js';
import { readLine } from './read-line.js';
import { refused, Tally, type ImportSummary, type LineReport } from './report.js';

/** Lines in one transaction: large enough to be quick, small enough for nobody to wait long for its locks. */
const BATCH = 500;

/** How much of the report waits for a client that only reads once it has sent everything. */
const UNREAD_REPORT_BYTES = 64 * 1_048_576;

/** A line that was read well. */
export interface ReadLine<Dto> {
  readonly number: number;
  readonly dto: Dto;
}

/** What became of it. */
export type LineOutcome =
  | { readonly number: number; readonly status: 'registered' | 'unchanged'; readonly id: string }
  | { readonly number: number; readonly status: 'refused'; readonly problem: Problem };

/** An import that is under way: what its lines tell, how they are stored, and in which language is told what became of them. */
export interface Import<Dto extends object> {
  readonly kind: new () => Dto;
  /** Stores lines in a transaction of its own and tells of each; a problem that it throws refuses a line that came alone. */
  readonly store: (lines: readonly ReadLine<Dto>[]) => Promise<LineOutcome[]>;
  readonly language: Language;
}

const logger = new Logger('import');

/** Of a route that imports the lines of its body; `reportTo` answers it. */
export const ImportsLines = (): MethodDecorator =>
  applyDecorators(
    IsIdempotentByNature(),
    ApiConsumes(NDJSON),
    ApiProduces(NDJSON),
    ApiBody({ schema: { type: 'string' }, required: true }),
    Answers(200, undefined, 'The report, as NDJSON'),
  );

/** Answers with the report on the lines of the body, while they are still being sent. @throws unsupported-media-type */
export function reportTo(
  { body, headers }: FastifyRequest,
  importing: (lines: AsyncIterable<Buffer>, language: Language) => AsyncGenerator<string>,
): StreamableFile {
  if (!(body instanceof Readable)) throw commonProblems.unsupportedMediaType();
  const report = importing(body, languageOf(headers['accept-language']));
  const stream = Readable.from(report, { objectMode: false, highWaterMark: UNREAD_REPORT_BYTES });
  return new StreamableFile(stream, { type: NDJSON });
}

/**
 * Imports an NDJSON stream and reports on each line as soon as its batch is committed, then sums up.
 * A line that is refused stops no other. What was reported stays, however the import ends; to repeat it does no harm.
 */
export async function* importLines<Dto extends object>(
  stream: AsyncIterable<Buffer>,
  way: Import<Dto>,
): AsyncGenerator<string> {
  const tally = new Tally();
  const asLine = (value: LineReport | ImportSummary) => `${JSON.stringify(value)}\n`;
  try {
    for await (const lines of inBatches(linesOf(stream), BATCH)) {
      let report = '';
      for (const entry of await importBatch(lines, way)) {
        tally.count(entry);
        report += asLine(entry);
      }
      yield report;
    }
    yield asLine(tally.summary(true));
  } catch (error) {
    // The answer has begun: all that can be said now is said in its last line.
    const unavailable = isDatabaseUnavailable(error);
    if (!unavailable) logger.error(causeOf(error), 'An import broke off.');
    const { code } = unavailable ? commonProblems.serviceUnavailable() : commonProblems.internalError();
    yield asLine(tally.summary(false, code));
  }
}

async function importBatch<Dto extends object>(lines: readonly Line[], way: Import<Dto>): Promise<LineReport[]> {
  const reports = new Map<number, LineReport>();
  const readWell: ReadLine<Dto>[] = [];
  for (const line of lines) {
    try {
      readWell.push({ number: line.number, dto: readLine(line, way.kind) });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      reports.set(line.number, refused(line.number, error, way.language));
    }
  }
  for (const outcome of await store(readWell, way)) reports.set(outcome.number, reportOf(outcome, way.language));
  return lines.flatMap(({ number }) => reports.get(number) ?? []);
}

/** All at once; if that fails, one by one, so that only the guilty line is refused. */
async function store<Dto extends object>(lines: readonly ReadLine<Dto>[], way: Import<Dto>): Promise<LineOutcome[]> {
  try {
    return await way.store(lines);
  } catch (error) {
    if (isDatabaseUnavailable(error)) throw error;
    const [first, ...others] = lines;
    if (!first) return [];
    if (others.length > 0) {
      const outcomes: LineOutcome[] = [];
      for (const line of lines) outcomes.push(...(await store([line], way)));
      return outcomes;
    }
    if (error instanceof Problem) return [{ number: first.number, status: 'refused', problem: error }];
    logger.error({ ...causeOf(error), line: first.number }, 'A line could not be imported.');
    return [{ number: first.number, status: 'refused', problem: commonProblems.internalError() }];
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
