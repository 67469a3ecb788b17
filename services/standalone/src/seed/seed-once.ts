import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivately } from '../private-file.js';
import { Api } from './api.js';
import { COMMUNITY } from './community.js';
import { generateVolunteers } from './people.js';
import { seedMediators } from './seed-mediators.js';
import { seedNeeds } from './seed-needs.js';
import { seedOrganizations } from './seed-organizations.js';
import { seedPartners } from './seed-partners.js';
import { seedGroups, seedVolunteers } from './seed-volunteers.js';

/** What is to be seeded, and where. */
export interface SeedOptions {
  readonly url: string;
  readonly dataDir: string;
  readonly volunteers: number;
  /** Ends the seeding with the platform; the next start goes on with it. */
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
}

/** The same people in every Xishan. */
const SEED = 2010;
const PROGRESS_EVERY = 3_000;

/**
 * Brings Xishan community to life through the API, once for a data directory. A seeding that broke off is taken up again:
 * what is there stays. A failure is told and ends nothing: the platform works without it.
 */
export async function seedOnce({ url, dataDir, volunteers: count, signal, report }: SeedOptions): Promise<void> {
  const marker = join(dataDir, 'seeded.json');
  if (existsSync(marker)) return;
  const started = Date.now();
  const staff = new Api(url, { role: 'staff', subject: 'seed', community: COMMUNITY.id });
  report(`Seeding ${COMMUNITY.name} in the background (${count} volunteers); the API answers meanwhile.`);
  try {
    const groupIds = await seedGroups(staff);
    let told = 0;
    await seedVolunteers(
      staff,
      generateVolunteers({ count, seed: SEED, year: new Date().getFullYear(), groupIds: [...groupIds.values()] }),
      {
        signal,
        onProgress: ({ registered, unchanged }) => {
          const done = registered + unchanged;
          if (done < told + PROGRESS_EVERY) return;
          told = done;
          report(`  ${done} of ${count} volunteers`);
        },
      },
    );
    const calls = await seedNeeds(staff, groupIds, count);
    const organizations = await seedOrganizations(staff);
    const partners = await seedPartners(staff, SEED);
    const mediators = await seedMediators(staff, SEED);
    writePrivately(marker, { volunteers: count, seed: SEED });
    const seconds = ((Date.now() - started) / 1_000).toFixed(0);
    report(
      `Seeded in ${seconds} s: ${groupIds.size} groups, ${count} volunteers, ${calls} calls with their needs, ` +
        `${organizations} organisations, ${partners} partners, ${mediators} mediators.`,
    );
  } catch (error) {
    if (signal.aborted) return;
    report(
      `Seeding broke off and goes on at the next start: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
