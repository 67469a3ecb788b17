import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { isKept, type Figures } from './figures.js';

const DIR = new URL('../../../docs/reports/', import.meta.url);

const number = (value: number): string => value.toLocaleString('en');
const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

/** Writes docs/reports/claim-chaos.json and the page that tells what is in it. */
export function writeReport(figures: Figures, command: string): void {
  mkdirSync(DIR, { recursive: true });
  writeFileSync(new URL('claim-chaos.json', DIR), `${JSON.stringify(figures, undefined, 2)}\n`);
  writeFileSync(new URL('claim-chaos.md', DIR), page(figures, command));
}

function page(figures: Figures, command: string): string {
  const { seconds, operations, processes, seed, recoveriesMs, smallHistories, fullPool } = figures;
  const machine = `${cpus().length} processors (${cpus()[0]?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB`;
  const faultRows = Object.entries(figures.faults).map(([kind, count]) => {
    const { p50 = 0, max = 0 } = figures.recoveriesMsByFault[kind] ?? {};
    return [kind, count, number(p50), number(max)];
  });
  return `# The claim core under faults

\`${command}\`

${number(operations)} operations in ${number(seconds)} s (${number(Math.round(operations / seconds))} per second) on ${processes} claim processes
behind one address, with real Kafka, PostgreSQL and two Redis, all on one machine: ${machine}. Seed ${seed}. ${
    isKept(figures) ? 'Every promise was kept.' : '**A promise was broken.**'
  } The figures are in [claim-chaos.json](claim-chaos.json); how they come about is told in
[tools/chaos](../../tools/chaos/README.md).

## Promises

${table(
  ['violations of', 'found'],
  [
    ['a 201 or 202 is in the ledger as it was told, for good', figures.lostAcks],
    ['never more held than places, at any prefix of the ledger', figures.oversold],
    ['never one place or one person twice', figures.heldTwice],
    ['never two claims of one person that overlap', figures.overlaps],
    ['nobody in line is passed without a word', figures.lineViolations],
    ['every decision and every answer is what the rules give at its place in the log', figures.unexplainedAnswers],
    ['small histories without an order that explains them', smallHistories.unexplained],
    ['no process of the service ends by itself', figures.crashes],
    ["Redis, PostgreSQL's tables and Kafka's events say what the ledger says", figures.consistent ? 0 : 'they differ'],
  ],
)}

## What was asked and answered

${table(
  ['', ''],
  [
    ['operations (requests)', number(operations)],
    ['acknowledged', number(figures.acknowledged)],
    ['refused by a rule', number(figures.refused)],
    ['not now (503, with Retry-After)', number(figures.unavailable)],
    ['unknown (no answer came)', number(figures.unknown)],
    ['refusals by a state that Redis lost, while a pool recovered', number(figures.staleRefusals)],
    ['entries of the ledger', number(figures.ledgerEntries)],
    ['epochs', number(figures.epochs)],
    ['events that came more than once', number(figures.events.repeated)],
    [
      'small histories searched (left out as too long)',
      `${number(smallHistories.searched)} (${number(smallHistories.leftOut)})`,
    ],
  ],
)}

## Faults

From a fault's first blow to the next acknowledged answer of each pool, to a request sent after it; what the machine needs
to start a killed server is in it. All: median ${number(recoveriesMs.p50)} ms, longest ${number(recoveriesMs.max)} ms.

${table(['fault', 'times', 'median, ms', 'longest, ms'], faultRows)}
${
  fullPool
    ? `\nWith ${number(fullPool.entries)} entries in the ledger, a pool that Redis had forgotten was back after ${number(fullPool.backMs)} ms.\n`
    : ''
}
## Operations

${table(
  ['operation', 'requests'],
  Object.entries(figures.kinds)
    .sort(([, a], [, b]) => b - a)
    .map(([kind, count]) => [kind, number(count)]),
)}
`;
}
