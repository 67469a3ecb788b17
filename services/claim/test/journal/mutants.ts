import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Journaler } from '../../src/journal/journaler.js';

const source = fileURLToPath(new URL('../../src/journal/', import.meta.url));

/** One check of the journaler taken out. */
export interface JournalMutant {
  /** `journaler.ts:83` */
  readonly where: string;
  readonly line: string;
  readonly changed: string;
}

/** What takes a check out of a line: a condition that leads to a throw becomes false, a guard is not called, a fence lets all through. */
const cuts: readonly (readonly [check: RegExp, instead: string])[] = [
  [/\bif \(.+\) (?=throw\b|return entries\b)/, 'if (false) '],
  [/\bif \(.+\) \{$/, 'if (false) {'],
  [/\bthis\.ensure\w+\(\w*\);$/, 'undefined;'],
  [/\bthis\.parts\.redis\.ensureSame\(.+?\)/, 'Promise.resolve()'],
  [/\bepoch = \$2\b/, '(epoch = $2 OR true)'],
  [/\bsequence = \$3\b/, '(sequence = $3 OR true)'],
  [/\blast > 0 \? entries\.slice\(0, last\) : entries/, 'entries'],
  [/\blast > 0 \? /, 'true ? '],
];

export function journalMutants(): JournalMutant[] {
  return ['journaler.ts', 'commit-batch.ts'].flatMap((file) => {
    const lines = readFileSync(`${source}${file}`, 'utf8').split('\n');
    return lines.flatMap((line, index) =>
      cuts
        .filter(([check]) => check.test(line) && (!line.endsWith('{') || lines[index + 1]?.includes('throw')))
        .map(([check, instead]) => ({
          where: `${file}:${index + 1}`,
          line: line.trim(),
          changed: [...lines.slice(0, index), line.replace(check, () => instead), ...lines.slice(index + 1)].join('\n'),
        })),
    );
  });
}

/** Does something with the journaler without that check: a copy of its folder beside it, for as long as it takes. */
export async function withMutant<Result>(
  { where, changed }: JournalMutant,
  work: (Kind: typeof Journaler) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(`${source.replace(/\/$/, '')}-mutant-`);
  try {
    cpSync(source, folder, { recursive: true });
    writeFileSync(`${folder}/${where.replace(/:\d+$/, '')}`, changed);
    const mutant = (await import(`../../src/${basename(folder)}/journaler.js`)) as { Journaler: typeof Journaler };
    return await work(mutant.Journaler);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
