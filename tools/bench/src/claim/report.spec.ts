import { describe, expect, it } from '@jest/globals';
import { notesOf } from '../report-parts.js';
import { reportOf, type Findings } from './report.js';
import { rowOf } from './rows.js';

const findings: Findings = {
  rows: [rowOf('script-of-minimal', 0.7, { claimsPerSecond: 50_000 }), rowOf('rebuild-gate', 6)],
  contention: [{ variant: 'claim', rushers: 100, perSecond: 9_000, p50: 2, p99: 9 }],
  sizes: [],
  machine: { processor: 'A', processors: 2, memoryGigabytes: 8, node: 'v20', redis: 'valkey 9', postgres: '18' },
  rounds: 5,
  measuredAt: '2026-11-24T00:00:00Z',
};

describe('the report of the benchmark', () => {
  it('says of each row whether its goal is met', () => {
    const lines = reportOf(findings, [], '').split('\n');
    expect(lines).toContain('| full claim script / minimal flash-sale script, pipelined | **0.7** | ≥ 0.65 | yes |');
    expect(lines).toContain('| seconds that the gate is shut for a rebuild at 10⁶ entries | **6** | ≤ 5 | no |');
  });

  it('keeps what people have explained', () => {
    const first = reportOf(findings, [], 'The gate waits for the disk.');
    expect(notesOf(first).trim()).toBe('The gate waits for the disk.');
    expect(reportOf(findings, [], notesOf(first))).toBe(first);
  });
});
