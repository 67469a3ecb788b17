import { describe, expect, it } from '@jest/globals';
import { emptyFigures, median, pairedRatio, percentile } from './statistics.js';

describe('the figures of a benchmark', () => {
  it('take the middle of the rounds, whatever their order', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4])).toBe(4);
  });

  it('are missing where nothing was measured', () => {
    expect(median([])).toBeNaN();
    expect(pairedRatio([], [])).toBeNaN();
  });

  it('are percentiles that were measured, not made up between two measurements', () => {
    const latencies = Array.from({ length: 100 }, (_, index) => index + 1);
    expect(percentile(latencies, 0.99)).toBe(99);
    expect(percentile(latencies, 0)).toBe(1);
    expect(percentile(latencies, 1)).toBe(100);
  });

  it('compare within a round, so that a slow moment of the machine does not count', () => {
    // In the second round the machine was three times slower, for both.
    expect(pairedRatio([100, 33, 100], [200, 66, 200])).toBe(0.5);
  });

  it('do not compare what was not measured together', () => {
    expect(pairedRatio([1, 2], [1])).toBeNaN();
  });

  it('tell which of them are none', () => {
    const figures = {
      relay: { perSecond: 5, ratio: NaN },
      rows: [{ p50: 0 }, { p50: Infinity }],
      goals: { met: false },
    };
    expect(emptyFigures(figures)).toEqual(['relay.ratio', 'rows.1.p50']);
    expect(emptyFigures({ relay: { perSecond: 0 } })).toEqual([]);
  });
});
