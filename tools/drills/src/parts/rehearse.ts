import { mkdir, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { checksTable, type Check, type Endings } from '@huying/tool-demo';
import type { DrillOptions } from '../options.js';

/** What a drill is given: a folder of its own, and a list of what is to be ended, the last first. */
export interface Rehearsal {
  readonly options: DrillOptions;
  readonly dir: string;
  readonly endings: Endings;
}

/** What came of it: what had to agree, and figures beside it. */
export interface Outcome {
  readonly checks: readonly Check[];
  readonly figures: Readonly<Record<string, number | string>>;
}

/** Plays a drill and prints what was found; whatever it started is ended, also when it is interrupted. */
export async function rehearse(
  drill: (rehearsal: Rehearsal) => Promise<Outcome>,
  options: DrillOptions,
): Promise<Outcome & { readonly seconds: number }> {
  const began = performance.now();
  const dir = resolve('.data', `drill-${process.pid}`);
  const endings: Endings = [() => rm(dir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })];
  let ending: Promise<void> | undefined;
  const end = () =>
    (ending ??= (async () => {
      // Whatever goes wrong at an end, the others come to theirs.
      for (let last = endings.pop(); last; last = endings.pop())
        await last().catch((error: unknown) => console.error(error));
    })());
  const interrupt = () => void end().finally(() => process.exit(130));
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    await mkdir(dir, { recursive: true });
    const outcome = await drill({ options, dir, endings });
    const seconds = Math.round((performance.now() - began) / 1_000);
    console.log(`\n${checksTable(outcome.checks)}`);
    for (const [what, value] of Object.entries(outcome.figures)) console.log(`${what}: ${value}`);
    const agrees = outcome.checks.every(({ ok }) => ok);
    console.log(`${agrees ? 'Everything agrees' : 'Something differs: see ✘ above'} (${seconds} s).`);
    return { ...outcome, seconds };
  } finally {
    await end();
  }
}
