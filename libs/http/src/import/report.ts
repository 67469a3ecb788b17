import { problemView, type Language } from '../problem-view.js';
import type { Problem } from '../problems.js';

/** What became of one line of an import. */
export interface LineReport {
  readonly line: number;
  /** `unchanged`: registered already; an import never overwrites what was told since. */
  readonly status: 'registered' | 'unchanged' | 'refused';
  readonly id?: string;
  readonly code?: string;
  readonly detail?: string;
  readonly errors?: readonly { pointer: string; code: string; detail: string }[];
}

/** The last line of a report. Without it, or with `complete: false`, lines after the last one reported were not read. */
export interface ImportSummary {
  readonly summary: {
    readonly lines: number;
    readonly registered: number;
    readonly unchanged: number;
    readonly refused: number;
  };
  readonly complete: boolean;
  readonly code?: string;
}

/** A line that was refused, in the language of the one who imports. */
export function refused(line: number, problem: Problem, language: Language): LineReport {
  const { code, detail, errors } = problemView(problem, language, '', '');
  return { line, status: 'refused', code, detail, ...(errors && { errors }) };
}

/** Counts reports up to the summary. */
export class Tally {
  private readonly counts = { registered: 0, unchanged: 0, refused: 0 };

  count({ status }: LineReport): void {
    this.counts[status] += 1;
  }

  summary(complete: boolean, code?: string): ImportSummary {
    const { registered, unchanged, refused } = this.counts;
    const lines = registered + unchanged + refused;
    return { summary: { lines, registered, unchanged, refused }, complete, ...(code && { code }) };
  }
}
