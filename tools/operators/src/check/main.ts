/**
 * `npm run check:operators`: every expression of every dashboard and alert against the running platform and a real Prometheus.
 * Needs `prometheus` on the PATH. Exits with 1 if anything is not as it should be.
 */
import Table from 'cli-table3';
import { check } from './check.js';

const marks = { ok: '✓', failed: '✗', 'left out': '–' } as const;

try {
  const { verdicts, seen } = await check();
  const table = new Table({ head: ['', 'where', 'what was found'] });
  for (const { outcome, where, detail } of verdicts) table.push([marks[outcome], where, detail]);
  for (const { ok, what, detail } of seen) table.push([marks[ok ? 'ok' : 'failed'], `alerts: ${what}`, detail]);
  console.log(table.toString());
  for (const { where, detail } of verdicts.filter(({ outcome }) => outcome === 'left out')) {
    console.log(`left out: ${where}: ${detail}`);
  }
  const failed = [
    ...verdicts
      .filter(({ outcome }) => outcome === 'failed')
      .map(({ where, expr, detail }) => `${where}: ${detail}: ${expr}`),
    ...seen.filter(({ ok }) => !ok).map(({ what, detail }) => `${what}: ${detail}`),
  ];
  for (const line of failed) console.error(`failed: ${line}`);
  const count = verdicts.filter(({ outcome }) => outcome === 'ok').length;
  console.log(`${count} of ${verdicts.length} expressions have data, ${failed.length} failures.`);
  process.exitCode = failed.length === 0 ? 0 : 1;
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
