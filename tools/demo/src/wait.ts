import { setTimeout as pause } from 'node:timers/promises';

const LOOK_EVERY_MS = 50;

/** Looks until there is something, and says what was waited for if there never is. */
export async function until<Thing>(
  what: string,
  look: () => Promise<Thing | undefined | false>,
  limitMs = 180_000,
): Promise<Thing> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const thing = await look();
    if (thing !== undefined && thing !== false) return thing;
    if (Date.now() > deadline) throw new Error(`Waited ${limitMs / 1_000} s in vain: ${what}.`);
    await pause(LOOK_EVERY_MS);
  }
}
