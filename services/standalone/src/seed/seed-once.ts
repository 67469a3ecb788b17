import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivately } from '../private-file.js';
import { Api } from './api.js';
import { COMMUNITY } from './community.js';
import { SEED, seedLife, seedPeople } from './seed-community.js';

/** What is to be seeded, and where. */
export interface SeedOptions {
  readonly url: string;
  readonly dataDir: string;
  readonly volunteers: number;
  /** Ends the seeding with the platform; the next start goes on with it. */
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
}

const markerIn = (dataDir: string) => join(dataDir, 'seeded.json');

/** Whether the seeding of this data directory is done. */
export const isSeeded = (dataDir: string): boolean => existsSync(markerIn(dataDir));

const PROGRESS_EVERY = 3_000;

/**
 * Brings Xishan community to life through the API, once for a data directory. A seeding that broke off is taken up again:
 * what is there stays. A failure is told and ends nothing: the platform works without it.
 */
export async function seedOnce({ url, dataDir, volunteers: count, signal, report }: SeedOptions): Promise<void> {
  if (isSeeded(dataDir)) return;
  const started = Date.now();
  const staff = new Api(url, { role: 'staff', subject: 'seed', community: COMMUNITY.id });
  report(`Seeding ${COMMUNITY.name} in the background (${count} volunteers); the API answers meanwhile.`);
  try {
    let told = 0;
    const people = await seedPeople(staff, {
      ...{ count, seed: SEED, signal },
      onProgress: ({ registered, unchanged }) => {
        const done = registered + unchanged;
        if (done < told + PROGRESS_EVERY) return;
        told = done;
        report(`  ${done} of ${count} volunteers`);
      },
    });
    const { calls, organizations, partners, mediators } = await seedLife(staff, people, SEED);
    writePrivately(markerIn(dataDir), { volunteers: count, seed: SEED });
    const seconds = ((Date.now() - started) / 1_000).toFixed(0);
    report(
      `Seeded in ${seconds} s: ${people.groupIds.size} groups, ${count} volunteers, ${calls} calls with their needs, ` +
        `${organizations} organisations, ${partners} partners, ${mediators} mediators.`,
    );
  } catch (error) {
    if (signal.aborted) return;
    report(
      `Seeding broke off and goes on at the next start: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
