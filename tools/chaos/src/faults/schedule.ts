import { setTimeout as pause } from 'node:timers/promises';
import type { Bed } from '../bed/bed.js';
import type { Chance } from '../chance.js';
import type { Blow, Recorder } from '../rush/recorder.js';
import { faults, isOfStore, type FaultName } from './faults.js';

/** How long a fault waits for the recovery from the one before. */
const RECOVERY_MS = 20_000;

/** How a fault went wrong itself: a server that would not start again, nobody to be stopped. */
export interface Mishap {
  readonly kind: FaultName;
  readonly words: string;
}

interface Struck {
  readonly counts: Record<string, number>;
  readonly mishaps: Mishap[];
}

/**
 * Lets faults happen at random moments, each kind as often as the others, until told to stop. Which and how long comes from
 * the seed; when it hits what, from the machine. A fault of a store and one of a process may come together.
 */
export async function strikeOn(
  bed: Bed,
  recorder: Recorder,
  chance: Chance,
  kinds: readonly FaultName[],
  pools: readonly string[],
  calmMs: readonly [number, number],
  signal: AbortSignal,
): Promise<Struck> {
  const kindsOf = (ofStore: boolean) => kinds.filter((kind) => isOfStore(kind) === ofStore);
  const [stores, others] = await Promise.all(
    [kindsOf(true), kindsOf(false)].map((some) =>
      oneByOne(bed, recorder, chance.branch(), some, pools, calmMs, signal),
    ),
  );
  return {
    counts: { ...stores?.counts, ...others?.counts },
    mishaps: [...(stores?.mishaps ?? []), ...(others?.mishaps ?? [])],
  };
}

async function oneByOne(
  bed: Bed,
  recorder: Recorder,
  chance: Chance,
  kinds: readonly FaultName[],
  pools: readonly string[],
  calmMs: readonly [number, number],
  signal: AbortSignal,
): Promise<Struck> {
  const counts: Record<string, number> = {};
  const mishaps: Mishap[] = [];
  let bag: FaultName[] = [];
  while (!signal.aborted && kinds.length > 0) {
    await pause(chance.whole(...calmMs), undefined, { signal }).catch(() => undefined);
    if (signal.aborted) break;
    if (bag.length === 0) bag = chance.shuffled(kinds);
    const kind = bag.pop();
    if (!kind) break;
    let blow: Blow | undefined;
    const strike = () => {
      counts[kind] = (counts[kind] ?? 0) + 1;
      blow = recorder.struck(kind, pools);
    };
    try {
      await faults[kind]({ bed, chance, pools, strike });
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      mishaps.push({ kind, words });
      // Also now: a run that cannot go on after it has no end at which it would be told.
      console.error(`The fault ${kind} went wrong itself: ${words}`);
    }
    // On a slow machine faults would else follow each other so closely that nothing is ever decided.
    const until = performance.now() + RECOVERY_MS;
    while (blow && !recorder.hasRecovered(blow) && performance.now() < until && !signal.aborted) await pause(20);
  }
  return { counts, mishaps };
}
