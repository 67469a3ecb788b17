import { describe, expect, it } from '@jest/globals';
import { rowNames, rowOf, withoutFigure } from './rows.js';

describe('a row of the benchmark', () => {
  it('meets its goal at the goal itself', () => {
    expect(rowOf('script-of-minimal', 0.65).met).toBe(true);
    expect(rowOf('held-p99-of-bare', 5).met).toBe(true);
  });

  it('knows in which direction its goal lies', () => {
    expect(rowOf('script-of-minimal', 0.64).met).toBe(false);
    expect(rowOf('held-p99-of-bare', 4.9).met).toBe(true);
    expect(rowOf('held-p99-of-bare', 5.1).met).toBe(false);
  });

  it('never meets its goal without a figure', () => {
    for (const name of rowNames) expect(rowOf(name, NaN).met).toBe(false);
  });

  it('is missed if it was asked for and has no figure', () => {
    const asked = new Set(['rebuild-rate', 'rebuild-gate', 'cost-at-log'] as const);
    const rows = [rowOf('rebuild-rate', 1), rowOf('rebuild-gate', NaN)];
    expect(withoutFigure(asked, rows)).toEqual(['rebuild-gate', 'cost-at-log']);
  });
});
